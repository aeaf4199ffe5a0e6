import { spawnSync } from 'node:child_process';
import { spawn } from '@lydell/node-pty';
import headless, { type Terminal } from '@xterm/headless';
import { afterTest } from './after_test.ts';
import { cleanEnvironment, MAIN } from './program.ts';

/** The end of a program, and the state in which it left the terminal. */
export type Ending = {
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether the terminal passes on lines and echoes them, as it does outside raw mode. */
  readonly cooked: boolean;
};

/** The terminal that a program is run in. */
export type PtyOptions = {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  /** Merged over a clean environment. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Keys as a terminal sends them (xterm's control sequences, "PC-Style Function Keys"). */
export const KEYS = {
  enter: '\r',
  escape: '\u001b',
  backspace: '\u007f',
  up: '\u001b[A',
  down: '\u001b[B',
  interrupt: '\u0003',
  endOfInput: '\u0004',
} as const;

/** Runs the built program in a pseudo-terminal that lasts as long as the test. */
export function runInTerminal(args: readonly string[], options: PtyOptions): Pty {
  return commandInTerminal([process.execPath, MAIN, ...args], options);
}

/** Like {@link runInTerminal}, with any program and its arguments. */
export function commandInTerminal(command: readonly string[], options: PtyOptions): Pty {
  const terminal = new Pty(command, options);
  afterTest(() => terminal.close());
  return terminal;
}

/** A pseudo-terminal with a program in it: keys go in, a screen comes out. */
export class Pty {
  readonly #screen: Terminal;
  readonly #process: ReturnType<typeof spawn>;
  readonly #watchers = new Set<() => void>();
  #raw = '';
  #ending: Ending | undefined;

  /** @param command - the program and its arguments */
  constructor(command: readonly string[], { cwd, columns = 80, rows = 24, env = {} }: PtyOptions) {
    this.#screen = new headless.Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
    this.#screen.parser.registerOscHandler(ENDING_CODE, (data) => {
      this.#ending = JSON.parse(data) as Ending;
      return true;
    });
    const environment = { ...cleanEnvironment(cwd), ...env };
    const terminal = { name: environment.TERM ?? '', cols: columns, rows, cwd, env: environment };
    const [holder = '', ...script] = HOLDER;
    this.#process = spawn(holder, [...script, ...command], terminal);
    this.#process.onData((data) => {
      this.#raw += data;
      this.#screen.write(data, () => {
        for (const watcher of this.#watchers) watcher();
      });
    });
  }

  /** Presses keys. Input that a program reads before it asks is lost, so wait for the question first. */
  type(...keys: readonly string[]): void {
    this.#process.write(keys.join(''));
  }

  /** Resizes the terminal: it rewraps its rows, and notifies the program. */
  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#process.resize(columns, rows);
  }

  /** Sends a signal from outside to the program. */
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void {
    process.kill(-this.#process.pid, name);
  }

  /** Everything that was written, with wrapped lines joined, without empty lines at the end. */
  transcript(): string {
    const { active } = this.#screen.buffer;
    const lines: string[] = [];
    for (let row = 0; row < active.length; row += 1) {
      const line = active.getLine(row);
      const text = line?.translateToString(!active.getLine(row + 1)?.isWrapped) ?? '';
      if (line?.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
      else lines.push(text);
    }
    return lines.join('\n').trimEnd();
  }

  /** The visible rows. */
  rows(): string[] {
    const { active } = this.#screen.buffer;
    const all = Array.from({ length: this.#screen.rows }, (_, row) => active.getLine(active.baseY + row));
    return all.map((line) => line?.translateToString(true) ?? '');
  }

  /** The rows of the current question: from its `?` to the bottom. Empty when its `?` is out of sight. */
  question(): string[] {
    const rows = this.rows();
    const { cursorY } = this.#screen.buffer.active;
    const start = rows.findLastIndex((row, place) => place <= cursorY && row.startsWith('? '));
    return start === -1 ? [] : rows.slice(start, rows.findLastIndex((row) => row !== '') + 1);
  }

  /** Whether the terminal had to wrap a row of the question because it was too long. */
  questionIsBroken(): boolean {
    const { active } = this.#screen.buffer;
    const length = this.question().length;
    const start = this.rows().findLastIndex((row, place) => place <= active.cursorY && row.startsWith('? '));
    return Array.from({ length }, (_, place) => active.getLine(active.baseY + start + place)).some(
      (line) => line?.isWrapped,
    );
  }

  /** The program's raw bytes, decoded as UTF-8. */
  raw(): string {
    return this.#raw.split(ENDING_START)[0] ?? '';
  }

  /** Waits until the current question contains all these texts, in this order; ignores white space. */
  async asks(...texts: readonly string[]): Promise<void> {
    await this.#until(`asks ${texts.join(' … ')}`, () => inOrder(this.question().join('\n'), texts));
  }

  /** Waits until all these texts have been written, in this order; ignores white space. */
  async shows(...texts: readonly string[]): Promise<void> {
    await this.#until(`shows ${texts.join(' … ')}`, () => inOrder(this.transcript(), texts));
  }

  /** Waits until the program has ended. */
  async ends(): Promise<Ending> {
    await this.#until('ends', () => this.#ending !== undefined);
    if (this.#ending === undefined) throw new Error('The program has not ended.');
    return this.#ending;
  }

  /** Ends all processes in the terminal, and waits until it has gone. */
  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#process.onExit(() => resolve()));
    try {
      process.kill(-this.#process.pid, 'SIGKILL');
    } catch {
      return;
    }
    await gone;
    this.#screen.dispose();
  }

  /** Checks after every output, until the condition holds or the deadline has passed. */
  #until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(deadline);
        this.#watchers.delete(look);
        end();
      };
      const giveUp = () => {
        const message = `The program never ${what}. The screen:\n${this.transcript()}`;
        settle(() => reject(new Error(message)));
      };
      const deadline = setTimeout(giveUp, DEADLINE);
      const look = () => {
        if (isSo()) settle(resolve);
        else if (this.#ending) giveUp();
      };
      this.#watchers.add(look);
      look();
    });
  }
}

/** In milliseconds; far more than a loaded machine needs. */
const DEADLINE = 20_000;

/** An operating system command (ECMA-48) that no terminal knows: it reports the ending and leaves no trace on the screen. */
const ENDING_CODE = 77077;
const ENDING_START = `\u001b]${ENDING_CODE};`;

/**
 * Runs the command in its own terminal, reports its end, and stays. A pseudo-terminal whose last program has gone may lose unread
 * bytes; and the modes of one that has gone cannot be queried.
 */
const IN_NODE = `
  const { spawnSync } = require('node:child_process');
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
  const [file, ...args] = process.argv.slice(1);
  const { status, signal } = spawnSync(file, args, { stdio: 'inherit' });
  const modes = String(spawnSync('stty', ['-a'], { stdio: ['inherit', 'pipe', 'ignore'] }).stdout).split(/[\\s;]+/u);
  const ending = { code: status, signal, cooked: modes.includes('icanon') && modes.includes('echo') };
  process.stderr.write('\\u001b]${ENDING_CODE};' + JSON.stringify(ending) + '\\u0007');
  setInterval(() => {}, 1_000_000);
`;

/** The same in Perl, which starts ten times as fast as Node. A shell could not tell a signal from an exit code. */
const IN_PERL = `
  use Config;
  $SIG{INT} = $SIG{TERM} = $SIG{HUP} = sub {};
  my $status = system { $ARGV[0] } @ARGV;
  my @names = split ' ', $Config{sig_name};
  my $signal = $status & 127;
  my ($code, $name) = $signal ? ('null', "\\"SIG$names[$signal]\\"") : ($status >> 8, 'null');
  my %modes = map { $_ => 1 } split /[\\s;]+/, \`stty -a 2>/dev/null\`;
  my $cooked = $modes{icanon} && $modes{echo} ? 'true' : 'false';
  syswrite STDERR, "\\e]${ENDING_CODE};{\\"code\\":$code,\\"signal\\":$name,\\"cooked\\":$cooked}\\a";
  sleep 1_000_000 while 1;
`;

const HOLDER: readonly string[] =
  spawnSync('perl', ['-MConfig', '-e', '']).status === 0
    ? ['perl', '-e', IN_PERL]
    : [process.execPath, '-e', IN_NODE];

/** The terminal decides where rows are wrapped, so white space is ignored. */
function inOrder(written: string, texts: readonly string[]): boolean {
  const squeezed = written.replace(/\s+/gu, '');
  let from = 0;
  return texts.every((text) => {
    const sought = text.replace(/\s+/gu, '');
    const at = squeezed.indexOf(sought, from);
    from = at + sought.length;
    return at !== -1;
  });
}
