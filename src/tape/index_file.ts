import { replaceFile, writeAt } from '../platform/index.ts';
import type { Tape, TapeExchange } from './generated/tape.ts';

/**
 * The index of a tape being recorded: complete JSON at any time, and longer by one exchange with each, which is all that is
 * written then.
 */
export class IndexFile {
  readonly #path: string;
  readonly #head: () => Omit<Tape, 'exchanges'>;
  readonly #exchanges: string[] = [];
  /** The head in the file, if that is complete. */
  #written = NOTHING;
  /** The offset of the next exchange, in bytes. */
  #end = 0;

  constructor(path: string, head: () => Omit<Tape, 'exchanges'>) {
    this.#path = path;
    this.#head = head;
  }

  get count(): number {
    return this.#exchanges.length;
  }

  /** Returns the file's size with one more exchange, in bytes. */
  lengthWith(exchange: TapeExchange): number {
    return this.#end + Buffer.byteLength(`,\n${inList(exchange)}${TAIL}`);
  }

  /** @throws the system's error */
  async add(exchange: TapeExchange): Promise<void> {
    const text = inList(exchange);
    this.#exchanges.push(text);
    // The part before it has changed; this happens once or twice, when the asked and the judging model become known.
    const head = this.#headText();
    if (head !== this.#written) return this.write();
    this.#written = NOTHING;
    const added = Buffer.from(`${this.#exchanges.length === 1 ? '' : ','}\n${text}`);
    writeAt(this.#path, this.#end, Buffer.concat([added, Buffer.from(TAIL)]));
    this.#end += added.length;
    this.#written = head;
  }

  /** Writes the whole file. @throws the system's error */
  async write(): Promise<void> {
    this.#written = NOTHING;
    const head = this.#headText();
    const list = this.#exchanges.length === 0 ? '' : `\n${this.#exchanges.join(',\n')}`;
    await replaceFile(this.#path, `${head}${list}${list === '' ? EMPTY_TAIL : TAIL}`, 0o600);
    this.#written = head;
    this.#end = Buffer.byteLength(`${head}${list}`);
  }

  /** The text before the list of exchanges. */
  #headText(): string {
    const text = JSON.stringify({ ...this.#head(), exchanges: [] }, null, 2);
    return text.slice(0, text.lastIndexOf(']'));
  }
}

/** Makes the next write cover the whole file. */
const NOTHING = '';
const EMPTY_TAIL = ']\n}\n';
const TAIL = '\n  ]\n}\n';

/** An exchange as written in the list. */
function inList(exchange: TapeExchange): string {
  return JSON.stringify(exchange, null, 2).replace(/^/gmu, '    ');
}
