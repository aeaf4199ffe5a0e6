import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { pastOthers } from './git_in_the_way.ts';
import type { GitOutcome } from './git_outcome.ts';
import { splitRecords } from './git_records.ts';
import { isFile, isFolder } from './paths.ts';
import { describeSystemError, systemErrorCode } from './system_error.ts';

/** How git is called. */
export type GitOptions = {
  /** Written to standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  /** Put over the environment, and over what is set for every call: dates of a commit, say. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** An index other than the repository's own, which is then left alone. */
  readonly indexFile?: string;
  /** Ends the call, with whatever it started. */
  readonly signal?: AbortSignal;
  /** Whether it can be made again where another git holds a lock: it has done nothing then, or does the same once more. */
  readonly isRepeatable?: boolean;
  /** The most that standard output may be, in bytes; 64 MiB unless given. */
  readonly limit?: number;
  /** So long it may print nothing at all, for a call that is told to say how far it is (`--progress`). */
  readonly quietMs?: number;
};

/**
 * Git, as the program calls it: in a given folder and in no other, deaf to `GIT_*` of the environment, running nothing
 * that a repository's own settings would have it run (hooks, a file monitor, a signing program, housekeeping), never asking,
 * in English, and with an identity of its own. What the user's terminal sends on Ctrl-C does not reach it: a call that has
 * begun is finished, or ended by its caller.
 */
export type Git = {
  /** Runs git in a folder and holds what it prints. */
  readonly run: (cwd: string, args: readonly string[], options?: GitOptions) => Promise<GitOutcome>;
  /**
   * Runs git in a folder and hands on, one by one, the NUL-ended records that it prints, so that nothing is held; the
   * outcome's `stdout` is empty. Bytes that are no UTF-8 become U+FFFD. A record over the limit makes it `too-large`.
   */
  readonly records: (
    cwd: string,
    args: readonly string[],
    take: (record: string) => void,
    options?: GitOptions,
  ) => Promise<GitOutcome>;
};

/** Environment variables, as a parameter. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Git for everything that needs a version of which the program knows what it does. The version is asked for at the first
 * call with an environment and once; every call on an older one is `too-old`.
 */
export function createGit(env: Environment): Git {
  const checked = async (cwd: string, call: () => Promise<GitOutcome>): Promise<GitOutcome> => {
    const version = VERSIONS.get(env) ?? checkVersion(cwd, env);
    VERSIONS.set(env, version);
    const unfit = await version;
    // What stood in the way may be gone by the next call; a version that was found does not change.
    if (unfit !== undefined && unfit.kind !== 'too-old') VERSIONS.delete(env);
    return unfit ?? call();
  };
  return {
    run: (cwd, args, options = {}) =>
      checked(cwd, () => pastOthers(() => runGit(cwd, args, env, options), options)),
    records: (cwd, args, take, options = {}) =>
      checked(cwd, () =>
        pastOthers(() => {
          return runGit(cwd, args, env, options, splitRecords(take, options.limit ?? MOST));
        }, options),
      ),
  };
}

/** One call of whatever git there is. @param feed - takes what it prints in its place; `false` is too much */
export function runGit(
  cwd: string,
  args: readonly string[],
  env: Environment,
  options: GitOptions,
  feed?: (chunk: Buffer) => boolean,
): Promise<GitOutcome> {
  const { input, signal, limit = MOST, quietMs } = options;
  if (signal?.aborted) return Promise.resolve({ kind: 'aborted' });
  // A folder that is gone would be reported as if git were.
  if (!isFolder(cwd)) return Promise.resolve({ kind: 'not-started', why: `${cwd} is not a folder` });
  return new Promise((resolve) => {
    const child = spawn('git', [...SETTINGS, ...args], {
      cwd,
      env: environment(env, options),
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const held: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let ended: GitOutcome | undefined;
    let linger: NodeJS.Timeout | undefined;
    let hasExited = false;
    // What it started may hold its pipes open for ever, as the shared connection to a host does: of a call that was ended,
    // nothing is wanted that could still come out of them.
    const letGo = (): void => {
      if (!hasExited || ended === undefined) return;
      linger ??= setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        child.stdin?.destroy();
      }, LINGER_MS);
    };
    const end = (outcome: GitOutcome): void => {
      ended ??= outcome;
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
      child.once('exit', () => clearTimeout(timer));
      letGo();
    };
    const abort = (): void => end({ kind: 'aborted' });
    signal?.addEventListener('abort', abort, { once: true });
    const quiet =
      quietMs === undefined ? undefined : setTimeout(() => end({ kind: 'stalled', quietMs }), quietMs);
    const settle = (outcome: GitOutcome): void => {
      signal?.removeEventListener('abort', abort);
      clearTimeout(quiet);
      clearTimeout(linger);
      resolve(ended ?? outcome);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      quiet?.refresh();
      if (ended !== undefined) return;
      if (feed !== undefined) {
        if (!feed(chunk)) end({ kind: 'too-large', limit });
        return;
      }
      size += chunk.length;
      if (size > limit) end({ kind: 'too-large', limit });
      else held.push(chunk);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      quiet?.refresh();
      if (stderr.length < MOST_SAID) stderr += text;
      // How far it was is of no use any more as soon as it is further.
      if (quiet !== undefined) stderr = stderr.replaceAll(/[^\r\n]*\r(?=[^\n])/gu, '');
    });
    // A call that does not read its input to the end closes the pipe; its code says the rest.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    child.on('error', (error) => settle({ kind: 'not-started', why: whyNotStarted(error, env) }));
    child.on('exit', () => {
      hasExited = true;
      letGo();
    });
    child.on('close', (code, by) => {
      if (code === null) settle({ kind: 'killed', signal: by ?? 'a signal', stderr });
      else settle({ kind: 'ended', code, stdout: Buffer.concat(held), stderr });
    });
  });
}

/** Why there is no call of git: which program was meant and may not be run, or that there is none. */
function whyNotStarted(error: Error, { PATH = '' }: Environment): string {
  const code = systemErrorCode(error);
  const file = PATH.split(delimiter)
    .map((folder) => join(folder, 'git'))
    .find(isFile);
  if (file === undefined) return 'there is no program git in any folder of PATH';
  return code === 'EACCES' || code === 'EPERM' ? `${file}: ${describeSystemError(error)}` : error.message;
}

/** What is read of a call's output unless told otherwise, and of its standard error, in bytes and in characters. */
const MOST = 64 * 1024 * 1024;
const MOST_SAID = 64 * 1024;

/** Git removes its lock files on SIGTERM; a filter that does not listen gets so long. Less than who closed a terminal waits. */
const GRACE_MS = 1_000;

/** So long it is waited for the pipes of a call that was ended and is over. */
const LINGER_MS = 200;

/** Settings that win over the user's and the repository's. */
const SETTINGS = [
  // What would run a program that the repository names.
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'commit.gpgsign=false',
  'tag.gpgsign=false',
  // Housekeeping in the background would take locks at a moment that nobody chose.
  'gc.auto=0',
  'maintenance.auto=false',
  // What a log shows is asked for; signatures are checked by a program.
  'log.showSignature=false',
  // A checkout must not clone, and line ends are the repository's business, not a reason to refuse a file.
  'submodule.recurse=false',
  'core.safecrlf=false',
  // Names as they are.
  'core.quotePath=false',
].flatMap((setting) => ['-c', setting]);

const IDENTITY = { name: 'orchestrator', email: 'orchestrator@localhost' };

function environment(env: Environment, { env: over, indexFile }: GitOptions): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_'))),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    // Only looking at the user's files must not rewrite the user's index.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_EDITOR: ':',
    GIT_PAGER: 'cat',
    // What a commit is said to be in place of itself is nothing to go by.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_AUTHOR_NAME: IDENTITY.name,
    GIT_AUTHOR_EMAIL: IDENTITY.email,
    GIT_COMMITTER_NAME: IDENTITY.name,
    GIT_COMMITTER_EMAIL: IDENTITY.email,
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
    ...over,
  };
}

/** What is wrong with the git that an environment finds, once it was asked. */
const VERSIONS = new WeakMap<Environment, Promise<GitOutcome | undefined>>();

/** `merge-tree --write-tree` came with it. */
const OLDEST = [2, 38] as const;

async function checkVersion(cwd: string, env: Environment): Promise<GitOutcome | undefined> {
  const outcome = await runGit(cwd, ['--version'], env, {});
  if (outcome.kind !== 'ended' || outcome.code !== 0) return outcome;
  const said = outcome.stdout.toString('utf8').trim();
  const [, version = said, major, minor] = /^git version ((\d+)\.(\d+)\S*)/u.exec(said) ?? [];
  const [first, second] = [Number(major), Number(minor)];
  if (first > OLDEST[0] || (first === OLDEST[0] && second >= OLDEST[1])) return undefined;
  return { kind: 'too-old', version, needed: OLDEST.join('.') };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}
