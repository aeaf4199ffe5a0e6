import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Documents } from '../../src/operations/generated/documents.ts';
import { documentFaults } from './documents.ts';
import { runInside } from './run_inside.ts';
import { runWarm } from './warm_program.ts';

/** The repository, without a slash at the end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/u, '');

/** The built program. */
export const MAIN = join(ROOT, 'dist/main.js');

/** The outcome of a run of the program. */
export type Run = { readonly code: number | null; readonly out: string; readonly err: string };

/** The options for running the program. */
export type RunOptions = {
  readonly cwd: string;
  /** Written to standard input, which is then closed. Without it, standard input is empty. */
  readonly input?: string | Uint8Array;
  /** Merged over a clean environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Another copy of the built program. */
  readonly main?: string;
};

/** An empty folder of its own for one test, outside the repository and of any goal map. It is removed after the test run. */
export function emptyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'test-')));
}

/**
 * An environment without the user's own values: no colour settings, no CI, no key, and an empty home.
 *
 * @param home - the folder that serves as the user's home
 */
export function cleanEnvironment(home: string): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
}

/**
 * Runs the built program to its end with pipes as its streams, within this process, which takes a tenth of the time. A test that
 * needs a process (for a signal, a lock, a hook of Node) uses {@link runProcess}.
 */
export function run(args: readonly string[], options: RunOptions): Promise<Run> {
  const { cwd, input = '', env = {}, main = MAIN } = options;
  if (needsProcess(args, env)) return runProcess(args, options);
  const given = { main, args, cwd, input, env: { ...cleanEnvironment(cwd), ...env } };
  return isOfBatch(args) ? runWarm(given) : runInside(given);
}

/**
 * Runs that listen for signals, are known by their process, or set flags of V8 that would slow all later tests of this process. They
 * call git as well, which costs more to start from a process as large as a test's. Warm processes carry them out.
 */
function isOfBatch(args: readonly string[]): boolean {
  return args[0] === 'batch' || args[0] === 'orchestrate';
}

/**
 * Commands that `main.js` handles itself, that read the process's own input, or whose environment addresses Node and not the
 * program.
 */
function needsProcess(args: readonly string[], env: RunOptions['env'] = {}): boolean {
  return args[0] === 'version' || args.some((arg) => OF_PROCESS.has(arg)) || 'NODE_OPTIONS' in env;
}

const OF_PROCESS: ReadonlySet<string> = new Set(['--version', '-V', '--debug', '--chat']);

/** Like {@link run}, in a process of its own. */
export function runProcess(
  args: readonly string[],
  { cwd, input, env, main = MAIN }: RunOptions,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const environment = { ...cleanEnvironment(cwd), ...env };
    const child = spawn(process.execPath, [main, ...args], { cwd, env: environment, stdio: 'pipe' });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** Starts the built program as a script does, for a signal to end it. */
export function start(args: readonly string[], { cwd, env }: Omit<RunOptions, 'input'>) {
  const environment = { ...cleanEnvironment(cwd), ...env };
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<Run & { readonly signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { pid: child.pid ?? 0, signal: (name: NodeJS.Signals) => child.kill(name), ended };
}

/** A run's `--json` document, which matches the schema that it names, or the requested one. */
export function documentOf<Name extends keyof Documents>(run: Run, schema: Name): Documents[Name];
export function documentOf(run: Run): Record<string, unknown> & { problems: Record<string, unknown>[] };
export function documentOf({ out }: Run, schema?: string): Record<string, unknown> {
  const document: Record<string, unknown> = JSON.parse(out);
  const faults = documentFaults(document);
  if (faults !== '') throw new Error(`The document does not fit its schema: ${faults}`);
  if (schema !== undefined && document.schema !== schema)
    throw new Error(`The document is ${document.schema} and not ${schema}`);
  return document;
}
