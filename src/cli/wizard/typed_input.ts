import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';

/** A paste as seen by the prompts: a key of this name, with the text. */
export const PASTE_KEY = 'paste';

/** A new size of the terminal, in the same way. */
export const RESIZE_KEY = 'resize';

/** Typed input, kept until a question takes it: lines that come before their question are its answer. */
export type TypedInput = {
  /** The stream that a redrawn prompt listens to. */
  readonly keys: NodeJS.ReadableStream;
  /** Passes keys to the listening prompt, up to the one that ends it. */
  readonly open: () => void;
  /** Has the listening prompt redraw itself. */
  readonly redraw: () => void;
  /** Buffers input from now on, and restores the terminal. */
  readonly close: () => void;
  /** One line from a terminal that edits lines itself; `undefined` at the end of input or when the signal comes. */
  readonly line: (signal: AbortSignal) => Promise<string | undefined>;
  /** Whether a whole line waits, which answers a question, rather than only editing keys. */
  readonly holdsLine: () => boolean;
  /** Discards input that no question has taken; returns whether there was any. */
  readonly leaveOut: () => boolean;
  /** As {@link TypedInput.leaveOut}, including input still waiting in the terminal. */
  readonly leaveOutAll: () => Promise<boolean>;
};

/**
 * Reads a terminal for one question after another. A prompt reading by itself would consume all input and lose the part
 * after its Enter.
 *
 * @param mark - writes to the terminal; given where a paste is to be told from typing
 */
export function typedInput(stream: ReadStream, mark?: (sequence: string) => void): TypedInput {
  const keys = new Keys(stream);
  const decoder = new StringDecoder('utf8');
  let held = '';
  let isOpen = false;
  let isPending = false;
  let hasEnded = false;
  let takeLine: ((line: string | undefined) => void) | undefined;

  const deliverLine = () => {
    const end = held.indexOf('\n');
    if (takeLine === undefined || (end === -1 && !hasEnded)) return;
    const line = end === -1 ? undefined : held.slice(0, end).replace(/\r$/u, '');
    if (end !== -1) held = held.slice(end + 1);
    takeLine(line);
  };
  const pump = () => {
    while (isOpen && !isPending && held !== '') {
      const next = nextPiece(held);
      if (next === undefined) return;
      held = held.slice(next.length);
      if (next.kind === 'paste') keys.press(PASTE_KEY, next.text);
      else keys.emit('data', next.text);
      if (!/[\r\n]$/u.test(next.text)) continue;
      // The prompt reports its end only once its promises are settled.
      isPending = true;
      setImmediate(() => {
        isPending = false;
        pump();
      });
    }
    if (isOpen && !isPending && hasEnded) keys.emit('end');
  };
  const onData = (data: Buffer | string) => {
    held += typeof data === 'string' ? data : decoder.write(data);
    if (takeLine) deliverLine();
    else pump();
  };
  const onEnd = () => {
    hasEnded = true;
    if (takeLine) deliverLine();
    else pump();
  };
  const listen = () => {
    stream.on('data', onData);
    stream.once('end', onEnd);
    stream.resume();
  };
  const unlisten = () => {
    stream.off('data', onData);
    stream.off('end', onEnd);
    stream.pause();
  };
  const leaveOut = () => {
    // Text that was read but not yet delivered waits in the stream.
    const wasThere = `${held}${stream.read() ?? ''}`.trim() !== '';
    held = '';
    return wasThere;
  };
  return {
    keys,
    open: () => {
      isOpen = true;
      mark?.(PASTE_MARKED);
      listen();
      pump();
    },
    redraw: () => keys.press(RESIZE_KEY),
    close: () => {
      isOpen = false;
      mark?.(PASTE_UNMARKED);
      unlisten();
    },
    line: (signal) =>
      new Promise((resolve) => {
        const settle = (line: string | undefined) => {
          takeLine = undefined;
          signal.removeEventListener('abort', onAbort);
          unlisten();
          resolve(line);
        };
        const onAbort = () => settle(undefined);
        takeLine = settle;
        signal.addEventListener('abort', onAbort);
        listen();
        if (signal.aborted) onAbort();
        else deliverLine();
      }),
    holdsLine: () => /[\r\n]/u.test(held),
    leaveOut,
    leaveOutAll: async () => {
      listen();
      // The terminal's buffered input is read between these turns.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      unlisten();
      return leaveOut();
    },
  };
}

/** A stream that pushes: emitted input arrives at once, so that its reader can be asked whether it has ended. */
class Keys extends Readable {
  readonly #terminal: ReadStream;

  constructor(terminal: ReadStream) {
    super();
    this.#terminal = terminal;
  }

  override _read(): void {}

  setRawMode(isRaw: boolean): this {
    this.#terminal.setRawMode(isRaw);
    return this;
  }

  press(name: string, text = ''): void {
    this.emit('keypress', undefined, { name, sequence: '', ctrl: false, shift: false, text });
  }
}

type Piece = {
  readonly kind: 'keys' | 'paste';
  readonly text: string;
  /** Number of characters that it takes from the input. */
  readonly length: number;
};

/**
 * The next input for a prompt: keys up to an Enter, or a paste. `undefined` until the end of a paste, or of the sequence
 * that begins it, has arrived.
 */
function nextPiece(held: string): Piece | undefined {
  if (held.startsWith(PASTE_START)) {
    const end = held.indexOf(PASTE_END);
    // Ctrl-C also ends a paste without an end.
    if (end === -1)
      return held.includes('\u0003') ? { kind: 'keys', text: '\u0003', length: held.length } : undefined;
    const text = held.slice(PASTE_START.length, end).replace(/\r\n?/gu, '\n').replace(/\n$/u, '');
    const length = end + PASTE_END.length;
    return CONTROLS.test(text) ? { kind: 'paste', text, length } : { kind: 'keys', text, length };
  }
  if (held.length > 1 && PASTE_START.startsWith(held)) return undefined;
  const paste = held.indexOf(PASTE_START);
  const enter = /\r\n?|\n/u.exec(held);
  const until = Math.min(
    paste === -1 ? held.length : paste,
    enter ? enter.index + enter[0].length : held.length,
  );
  return { kind: 'keys', text: held.slice(0, until), length: until };
}

/** Bracketed paste, after xterm's control sequences: the terminal marks the beginning and end of pasted text. */
const PASTE_MARKED = '\u001b[?2004h';
const PASTE_UNMARKED = '\u001b[?2004l';
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/u;
