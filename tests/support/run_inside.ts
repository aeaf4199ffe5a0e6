import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compiledRequire } from '../../src/compiled_code.ts';
import { createContext } from '../../src/runtime.ts';

/** The replacements for a process's surroundings, for the built command line. */
export type InsideRun = {
  /** The built program's `main.js`. */
  readonly main: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string | Uint8Array;
};

/** The three streams of one run. */
type Streams = { input: Buffer; readonly out: Buffer[]; readonly err: Buffer[] };

/**
 * Runs the built command line within this process: does what `main.js` does, with streams in memory. Several runs may be under
 * way at the same time. Callbacks outside of the call (a timer, a connection) still belong to its run.
 */
export async function runInside({ main, args, cwd, env, input }: InsideRun) {
  const folder = dirname(main);
  const { runCommandLine } = commandLineOf(folder);
  const installation = dirname(folder);
  const streams: Streams = { input: Buffer.from(input), out: [], err: [] };
  const code = await running.run(streams, () =>
    runCommandLine({
      argv: args,
      env,
      version: versionOf(installation),
      context: createContext({ cwd, env, installation }),
    }),
  );
  const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8');
  return { code, out: text(streams.out), err: text(streams.err) };
}

const running = new AsyncLocalStorage<Streams>();

const loaded = new Map<string, typeof import('../../src/cli/index.ts')>();

function commandLineOf(folder: string): typeof import('../../src/cli/index.ts') {
  const known = loaded.get(folder);
  if (known) return known;
  giveStreams();
  const load = compiledRequire(folder, createRequire(`${folder}/main.js`));
  const made = load('./cli-index.js') as typeof import('../../src/cli/index.ts');
  loaded.set(folder, made);
  return made;
}

function versionOf(installation: string): string {
  const { version } = JSON.parse(fs.readFileSync(`${installation}/package.json`, 'utf8'));
  return String(version);
}

let given = false;

/** Redirects the descriptors 0, 1 and 2, the only streams that the program uses, to those of the run. */
function giveStreams(): void {
  if (given) return;
  given = true;
  const { fstatSync, readSync, writeSync } = fs;
  const pipe = fs.statSync('.');
  pipe.mode = fs.constants.S_IFIFO | 0o600;
  Object.assign(fs, {
    fstatSync: (descriptor: number, ...rest: unknown[]) =>
      descriptor <= 2 && running.getStore()
        ? pipe
        : (fstatSync as (...all: unknown[]) => unknown)(descriptor, ...rest),
    readSync: (descriptor: number, into: Buffer, ...rest: unknown[]) => {
      const streams = descriptor === 0 ? running.getStore() : undefined;
      if (!streams) return (readSync as (...all: unknown[]) => unknown)(descriptor, into, ...rest);
      const count = streams.input.copy(into);
      streams.input = streams.input.subarray(count);
      return count;
    },
    writeSync: (descriptor: number, bytes: Buffer, ...rest: unknown[]) => {
      const streams = descriptor === 1 || descriptor === 2 ? running.getStore() : undefined;
      if (!streams) return (writeSync as (...all: unknown[]) => unknown)(descriptor, bytes, ...rest);
      const [from = 0] = rest as [number?];
      const piece = Buffer.from(bytes.subarray(from));
      (descriptor === 1 ? streams.out : streams.err).push(piece);
      return piece.length;
    },
  });
  const { stdin } = process;
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    get: () => {
      if (running.getStore()) throw new Error('process.stdin was used: this run needs a process of its own');
      return stdin;
    },
  });
}
