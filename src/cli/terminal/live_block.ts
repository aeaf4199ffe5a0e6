import { foldLines, printable, widestWidth } from '../../lib/index.ts';
import type { Terminal } from './terminal.ts';
import { writeMessage } from './write.ts';

/** The size of a live block, and the frame to draw. */
export type LiveFrame = {
  readonly width: number;
  /** Maximum number of lines. */
  readonly height: number;
  /** Counts the frames. */
  readonly frame: number;
};

/** A display of ongoing work. */
export type LiveBlock = {
  /** Prints a line that stays. If a block is drawn, only one marked `always` is printed, above the block. */
  readonly printLine: (line: string, when?: 'always' | 'without-block') => void;
  /** Removes the block and restores the cursor. Calling it twice is harmless. */
  readonly end: () => void;
};

/** The contents of a live block. */
export type LiveContent = {
  /** The lines of the block, which fit the width. Called for every frame. */
  readonly lines: (frame: LiveFrame) => readonly string[];
  /** The current state, in one line. */
  readonly summary: () => string;
};

/** Interval at which static text says that work continues, in milliseconds. */
const REMINDER = 30_000;

/**
 * Shows ongoing work: a block redrawn in place where messages can be redrawn and the settings allow animation; else lines as they
 * come, and for screen readers, and a person at a terminal, one every 30 s with the current state.
 *
 * @param options.spinner - whether the user's settings allow what moves
 * @param options.print - where lines go when there is no block
 */
export function showLive(
  terminal: Pick<Terminal, 'accessible' | 'interactive' | 'redraws' | 'say'>,
  { lines, summary }: LiveContent,
  options: { readonly spinner: boolean; readonly print?: (text: string) => void },
): LiveBlock {
  if (terminal.redraws && options.spinner) return new DrawnBlock(screenOf(process.stderr), lines);
  const { print = terminal.say } = options;
  const isWatched = terminal.accessible || terminal.interactive;
  const timer = isWatched ? setInterval(() => print(`${summary()}\n`), REMINDER) : undefined;
  return { printLine: (line) => print(`${line}\n`), end: () => clearInterval(timer) };
}

/** A terminal to draw a block on. */
export type Screen = {
  readonly columns: () => number;
  readonly rows: () => number;
  /** Writes all of it at once, so that no partial frame is seen. */
  readonly write: (text: string) => void;
  /** Calls the listener when the size changes, until the returned function is called. */
  readonly onResize: (heard: () => void) => () => void;
};

function screenOf(stream: NodeJS.WriteStream): Screen {
  return {
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
    write: writeMessage,
    onResize: (heard) => {
      stream.on('resize', heard);
      return () => stream.off('resize', heard);
    },
  };
}

/** In milliseconds. */
const FRAME = 100;

// Control sequences after ECMA-48 and DEC's private modes: cursor, automatic wrapping, erasing to the end of line or screen.
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
const ERASE_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/** A block whose lines are redrawn over the previous ones; the cursor is below it. */
export class DrawnBlock implements LiveBlock {
  readonly #screen: Screen;
  readonly #lines: LiveContent['lines'];
  readonly #undo: (() => void)[] = [];
  #drawn: readonly string[] = [];
  #frame = 0;
  #isOver = false;

  constructor(screen: Screen, lines: LiveContent['lines']) {
    this.#screen = screen;
    this.#lines = lines;
    const timer = setInterval(() => this.#draw(), FRAME);
    this.#undo.push(() => clearInterval(timer));
    this.#undo.push(screen.onResize(() => this.#redraw()));
    this.#keepCursorSafe();
    screen.write(HIDE_CURSOR);
    this.#draw();
  }

  printLine(line: string, when: 'always' | 'without-block' = 'without-block'): void {
    if (when !== 'always' || this.#isOver) return;
    const above = `${this.#erased()}${foldLines(line, this.#screen.columns())}\n`;
    this.#drawn = [];
    this.#draw(above);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const undo of this.#undo) undo();
    this.#screen.write(`${this.#erased()}${SHOW_CURSOR}`);
  }

  #draw(above = ''): void {
    if (this.#isOver) return;
    const [width, height] = [this.#screen.columns(), this.#screen.rows() - 1];
    this.#frame += 1;
    const lines = this.#lines({ width, height, frame: this.#frame }).slice(0, Math.max(1, height));
    const before = this.#drawn;
    const same =
      above === '' && lines.length === before.length && lines.every((line, row) => line === before[row]);
    if (same) return;
    let text = up(before.length);
    for (const [row, line] of lines.entries()) {
      text += line === before[row] ? '\n' : `\r${line}${ERASE_LINE}\n`;
    }
    if (before.length > lines.length) text += ERASE_BELOW;
    this.#drawn = lines;
    this.#screen.write(`${above}${NO_WRAP}${text}${WRAP}`);
  }

  /** A terminal that has become narrower has wrapped the existing lines, so they take more rows. */
  #redraw(): void {
    const erased = this.#erased();
    this.#drawn = [];
    this.#draw(erased);
  }

  #erased(): string {
    const width = Math.max(1, this.#screen.columns());
    const rows = this.#drawn.map((line) => Math.max(1, Math.ceil(widestWidth(printable(line)) / width)));
    return `${up(rows.reduce((sum, count) => sum + count, 0))}\r${ERASE_BELOW}`;
  }

  /** However the program ends, the cursor is shown again; signals are otherwise left to their listeners. */
  #keepCursorSafe(): void {
    const show = () => this.#screen.write(SHOW_CURSOR);
    const onSignal = (name: NodeJS.Signals) => {
      // Another listener ends the program in order, and restores the cursor before.
      if (process.listenerCount(name) > 1) return;
      show();
      process.off(name, onSignal);
      process.kill(process.pid, name);
    };
    // After being suspended: the previous frame may be anywhere by now.
    const onContinue = () => {
      this.#drawn = [];
      this.#draw(HIDE_CURSOR);
    };
    process.on('exit', show);
    process.on('SIGCONT', onContinue);
    for (const name of ENDING) process.on(name, onSignal);
    this.#undo.push(() => {
      process.off('exit', show);
      process.off('SIGCONT', onContinue);
      for (const name of ENDING) process.off(name, onSignal);
    });
  }
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function up(rows: number): string {
  return rows === 0 ? '' : `\u001b[${rows}A`;
}
