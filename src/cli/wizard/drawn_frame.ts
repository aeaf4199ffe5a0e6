import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/**
 * The screen area of prompts. It remembers its contents, to erase them when the terminal's width changes: by then the terminal
 * has wrapped the rows again, and a prompt that counts them as it wrote them leaves old rows behind.
 */
export class DrawnFrame extends Writable {
  readonly #terminal: WriteStream;
  #frame: Frame | undefined;
  /** Whether nothing else is on the screen. */
  #isAlone = false;

  constructor(terminal: WriteStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
  }

  /** Read by prompts from their output stream. */
  get columns(): number {
    return this.#terminal.columns ?? 80;
  }

  override _write(text: Buffer | string, _: BufferEncoding, done: () => void): void {
    const drawn = String(text);
    this.#frame = frameOf(drawn, this.#frame);
    this.#terminal.write(drawn);
    done();
  }

  /**
   * Erases the contents and leaves the cursor where the prompt expects it, for a redraw at the top. Terminals differ in
   * the cursor's place after they wrap the rows again, so the text shown above goes into the terminal's history, once.
   */
  clear(): void {
    if (this.#frame === undefined) return;
    const { rows, cursorRow } = this.#frame;
    const screen = this.#terminal.rows ?? 24;
    const above = this.#isAlone ? '' : `\u001b[${screen};1H${'\n'.repeat(screen)}`;
    this.#isAlone = true;
    // The prompt moves down over the rows below its cursor, then up over all its rows: they must exist.
    const room = '\n'.repeat(rows - 1) + moveUp(rows - 1 - cursorRow);
    this.#terminal.write(`${above}\u001b[H\u001b[2J${room}`);
  }
}

type Frame = {
  readonly rows: number;
  /** From 0. */
  readonly cursorRow: number;
};

/** The frame that one drawing leaves: rows, then the cursor's way back up and to its column (ECMA-48: CUU, CHA). */
function frameOf(drawn: string, before: Frame | undefined): Frame | undefined {
  const end = /(?:\u001b\[(\d+)A)?\u001b\[\d+G$/u.exec(drawn);
  if (end === null) return before;
  // The cursor alone was moved.
  if (end.index === 0) return before;
  const rows = drawn.slice(0, end.index).split('\n').length;
  return { rows, cursorRow: Math.max(0, rows - 1 - Number(end[1] ?? 0)) };
}

function moveUp(rows: number): string {
  return rows > 0 ? `\u001b[${rows}A` : '';
}
