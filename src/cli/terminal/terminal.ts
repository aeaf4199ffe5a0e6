import { fstatSync, statSync } from 'node:fs';
import { foldLines } from '../../lib/index.ts';
import { type Palette, PLAIN, paletteFor } from './palette.ts';
import { DATA_CODES, writeData, writeMessage } from './write.ts';

/** A command's access to the terminal: data goes to standard output, everything else to standard error. */
export type Terminal = {
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Static text and numbered questions, for screen readers and terminals that cannot redraw. */
  readonly accessible: boolean;
  /** Colours for standard error. */
  readonly colours: Palette;
  /** Columns of the terminal that shows messages. */
  readonly columns: number;
  /** Columns for data; unlimited unless a person reads it. */
  readonly dataColumns: () => Promise<number>;
  /** Whether standard input is a terminal, whether or not questions may be asked. */
  readonly readsPerson: () => Promise<boolean>;
  /** Whether data goes directly to a person, rather than to a program or a file. */
  readonly showsData: () => Promise<boolean>;
  /** Whether messages can be redrawn: a person sees them, in a capable terminal. */
  readonly redraws: boolean;
  /** Writes data. */
  readonly out: (data: string | Uint8Array) => void;
  /** Writes data that is text for a person: in a terminal, as {@link Terminal.say} does. */
  readonly outText: (text: string) => void;
  /** Writes a message: in a terminal, no word is broken that fits on a line. */
  readonly say: (text: string) => void;
  /** The exit code for the data written so far. */
  readonly outcome: () => 0 | 3 | 141;
  /** Whether data still has a reader. */
  readonly isRead: () => boolean;
};

/** Terminal settings from the environment and the flags. */
export type TerminalOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-input` was given. */
  readonly noInput: boolean;
  /** `--no-color` was given. */
  readonly noColour: boolean;
};

/** Looks at the process's three streams. */
export async function openTerminal({ env, noInput, noColour }: TerminalOptions): Promise<Terminal> {
  const messages = await isTerminal(2);
  const dumb = env.TERM === 'dumb';
  let written: ReturnType<typeof writeData> = 'written';
  const dataWidth = (await isTerminal(1)) ? () => columnsOf(process.stdout, env) : () => Infinity;
  const out = (data: string | Uint8Array) => {
    if (written !== 'failed') written = writeData(data);
  };
  const coloured = !noColour && wantsColour(env, messages);
  return {
    interactive: messages && !noInput && !isCi(env) && (await isTerminal(0)),
    accessible: dumb || isSet(env.ACCESSIBLE),
    colours: coloured ? await paletteFor() : PLAIN,
    columns: messages ? columnsOf(process.stderr, env) : 80,
    dataColumns: async () => dataWidth(),
    readsPerson: () => isTerminal(0),
    showsData: () => isTerminal(1),
    redraws: messages && !dumb && !isSet(env.ACCESSIBLE) && !isCi(env),
    out,
    outText: (text) => out(foldLines(text, dataWidth())),
    say: messages ? (text) => writeMessage(foldLines(text, columnsOf(process.stderr, env))) : writeMessage,
    outcome: () => DATA_CODES[written],
    isRead: () => written === 'written',
  };
}

/** Whether a descriptor is a terminal. The module that knows is large, so pipes and files don't load it. */
async function isTerminal(descriptor: number): Promise<boolean> {
  try {
    const status = fstatSync(descriptor);
    if (!status.isCharacterDevice() || isNullDevice(status.rdev)) return false;
  } catch {
    return false;
  }
  const { isatty } = await import('node:tty');
  return isatty(descriptor);
}

/** `/dev/null`, which is a character device too. */
function isNullDevice(device: number): boolean {
  return device === statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

/** NO_COLOR (no-color.org) wins over FORCE_COLOR; without either, a terminal that is not dumb gets colour. */
export function wantsColour(env: TerminalOptions['env'], isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

/** CI systems set CI to anything but `false` and `0`. */
export function isCi(env: TerminalOptions['env']): boolean {
  return isSet(env.CI);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}

function columnsOf(stream: { readonly columns?: number }, env: TerminalOptions['env']): number {
  const columns = stream.columns ?? Number(env.COLUMNS);
  return Number.isInteger(columns) && columns > 0 ? columns : 80;
}
