import type { Readable, Writable } from 'node:stream';
import { ReadableStream, WritableStream } from 'node:stream/web';
import { StringDecoder } from 'node:string_decoder';
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk';
import { type Json, objectIn } from '../agents/json_line.ts';
import { lineSplitter } from '../agents/readable.ts';

/** Handlers for an agent's output other than its messages. */
export type Hearing = {
  /** Bytes arrived. */
  readonly received: (bytes: number) => void;
  /** A notification of the agent. The library does not receive it, since it prints what it finds wrong with it. */
  readonly notified: (method: string, params: unknown) => void;
  /** A line that is no message of the protocol. */
  readonly stray: (line: string) => void;
  /** Nothing more can be read, because of the agent; the reason is a sentence. */
  readonly broke: (why: string) => void;
  /** Resolves when the output of an agent that accepts no more input need not be read any longer. */
  readonly lastWords: () => Promise<void>;
};

/** In UTF-16 code units: a message may hold a whole file. No more than this is held of any message. */
const LONGEST_MESSAGE = 16 * 1024 * 1024;

/** Limits on an agent's requests whose answers it has not accepted: their number, and their total length in UTF-16 code units. */
const MAX_UNANSWERED = 1_000;
const LONGEST_UNANSWERED = 64 * 1024 * 1024;

/** Requests not answered yet, in both directions. */
type Open = {
  /** The ids of this program's requests. */
  readonly ours: Set<unknown>;
  /** The agent's requests: id → length. An answer counts as given once the agent's input has accepted it. */
  readonly theirs: Map<unknown, number>;
  length: number;
};

/**
 * The messages of an agent, checked before anybody uses them: a line that is no message, or answers no request, is dropped. Reads
 * only as fast as the messages are consumed.
 */
export function messageStream(
  { input, output }: { readonly input: Writable; readonly output: Readable },
  hear: Hearing,
): Stream {
  const open: Open = { ours: new Set(), theirs: new Map(), length: 0 };
  let wasRead = () => {};
  const read = new Promise<void>((resolve) => {
    wasRead = resolve;
  });
  const readable = ReadableStream.from(messagesOf(output, hear, open, wasRead));
  const writable = new WritableStream<AnyMessage>({
    async write(message) {
      if ('method' in message && 'id' in message) open.ours.add(message.id);
      try {
        await written(input, `${JSON.stringify(message)}\n`);
        if (!('method' in message)) answered(open, message.id);
      } catch (error) {
        // An agent that ends before the first message has given the reason on its output; a failure here would stop the reading
        // of it.
        await Promise.race([read, hear.lastWords()]);
        throw error;
      }
    },
  });
  return { readable, writable } as Stream;
}

async function* messagesOf(
  output: Readable,
  hear: Hearing,
  open: Open,
  wasRead: () => void,
): AsyncGenerator<AnyMessage> {
  const decoder = new StringDecoder('utf8');
  const splitter = lineSplitter(LONGEST_MESSAGE);
  try {
    for await (const piece of output) {
      const bytes = piece as Buffer;
      hear.received(bytes.length);
      for (const { text, isWhole } of splitter.push(decoder.write(bytes))) {
        if (!isWhole) {
          hear.broke(`It sent a message of more than ${LONGEST_MESSAGE / 1024 / 1024} MB.`);
          return;
        }
        const line = text.trim();
        if (line === '') continue;
        const message = objectIn(line);
        if (message === undefined) hear.stray(line);
        else if (!isMessage(message)) {
          if (!open.ours.has(message.id) || 'method' in message) hear.stray(line);
          else return hear.broke('It gave an answer that does not have the form of the protocol.');
        } else if ('method' in message) {
          if (!('id' in message)) {
            if (message.method === CANCEL) yield message as AnyMessage;
            else hear.notified(String(message.method), message.params);
          } else if (open.theirs.has(message.id))
            hear.stray('a request with the id of one that is not answered yet');
          else if (isOneTooMany(open, message.id, text.length))
            return hear.broke('It sent more and more requests without reading the answers.');
          else yield message as AnyMessage;
        } else if (open.ours.delete(message.id)) yield message as AnyMessage;
        else hear.stray('an answer to nothing that was asked');
      }
    }
  } catch {
    // A broken pipe counts as closed.
  } finally {
    wasRead();
  }
}

/**
 * Counts a request of the agent. An agent that sends requests endlessly and reads no answers would exhaust this program's memory.
 */
function isOneTooMany(open: Open, id: unknown, length: number): boolean {
  open.theirs.set(id, length);
  open.length += length;
  return open.theirs.size > MAX_UNANSWERED || open.length > LONGEST_UNANSWERED;
}

function answered(open: Open, id: unknown): void {
  open.length -= open.theirs.get(id) ?? 0;
  open.theirs.delete(id);
}

/** The agent no longer needs the answer to its request. */
const CANCEL = '$/cancel_request';

/** Whether a value has the form of a JSON-RPC 2.0 request, notification or response. */
function isMessage(value: Json): boolean {
  if (value.jsonrpc !== '2.0') return false;
  const hasId = 'id' in value;
  if (hasId && !isId(value.id)) return false;
  if ('method' in value) return typeof value.method === 'string' && value.method.length <= MAX_METHOD;
  return hasId && 'result' in value !== 'error' in value && (!('error' in value) || isError(value.error));
}

const MAX_METHOD = 200;

function isId(value: unknown): boolean {
  return (typeof value === 'string' && value.length <= MAX_METHOD) || Number.isFinite(value);
}

function isError(value: unknown): boolean {
  const { code, message } = (value ?? {}) as { code?: unknown; message?: unknown };
  return Number.isInteger(code) && typeof message === 'string';
}

function written(input: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    input.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
