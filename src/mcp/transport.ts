import type { Readable, Writable } from 'node:stream';
import { type JSONRPCMessage, parseJSONRPCMessage, type Transport } from '@modelcontextprotocol/server';

/** The longest line that is read, in bytes. A longer one is answered with an error and skipped. */
export const LONGEST_LINE = 8 * 1024 * 1024;

/**
 * Transport with one JSON-RPC message per line. Unlike the package's own transport, an invalid line gets an answer, and one that
 * is too long does not end the connection.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #input: Readable;
  readonly #output: Writable;
  #pieces: Buffer[] = [];
  #length = 0;
  #isSkipping = false;
  #isClosed = false;

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  async start(): Promise<void> {
    this.#input.on('data', this.#take);
    this.#input.on('end', this.#end);
    this.#input.on('close', this.#end);
    this.#input.on('error', this.#end);
    this.#output.on('error', this.#end);
  }

  send(message: JSONRPCMessage): Promise<void> {
    return this.#write(JSON.stringify(message));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#input.off('data', this.#take);
    this.#input.pause();
    this.#pieces = [];
    this.onclose?.();
  }

  readonly #end = (): void => {
    void this.close();
  };

  readonly #take = (piece: Buffer): void => {
    let rest = piece;
    for (let end = rest.indexOf(LINE_FEED); end !== -1 && !this.#isClosed; end = rest.indexOf(LINE_FEED)) {
      this.#keep(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      this.#line();
    }
    this.#keep(rest);
  };

  #keep(piece: Buffer): void {
    if (this.#isSkipping || piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= LONGEST_LINE) return;
    this.#isSkipping = true;
    this.#pieces = [];
    this.#refuse(INVALID_REQUEST, `A line has more than ${LONGEST_LINE} bytes.`);
  }

  #line(): void {
    const line = Buffer.concat(this.#pieces).toString('utf8').trim();
    const isSkipped = this.#isSkipping;
    this.#pieces = [];
    this.#length = 0;
    this.#isSkipping = false;
    if (isSkipped || line === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.#refuse(PARSE_ERROR, 'The line is not JSON.');
      return;
    }
    if (Array.isArray(value)) {
      this.#refuse(INVALID_REQUEST, 'The protocol does not allow batches.');
      return;
    }
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(value);
    } catch {
      this.#refuse(INVALID_REQUEST, 'The line is not a JSON-RPC 2.0 message.', idOf(value));
      return;
    }
    this.onmessage?.(message);
  }

  /** Answers an invalid message, with its id if it has one. */
  #refuse(code: number, message: string, id?: string | number): void {
    const error = { jsonrpc: '2.0', ...(id === undefined ? {} : { id }), error: { code, message } };
    this.#write(JSON.stringify(error)).catch(() => {});
  }

  #write(line: string): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('the client has gone'));
    return new Promise((resolve, reject) => {
      this.#output.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }
}

function idOf(value: unknown): string | number | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' || Number.isInteger(id) ? (id as string | number) : undefined;
}

const LINE_FEED = 10;
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
