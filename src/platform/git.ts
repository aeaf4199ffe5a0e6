import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { systemClock } from './clock.ts';
import { type GitOutcome, gitFault } from './git_outcome.ts';
import { isFile, isFolder } from './paths.ts';
import { describeSystemError, systemErrorCode } from './system_error.ts';

/** The options of a git call. */
export type GitOptions = {
  /** Written to standard input, which is then closed. */
  readonly input?: string | Uint8Array;
  /** Overrides the environment, and the variables set for every call: dates of a commit, for example. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** An index other than the repository's own, which is then left alone. */
  readonly indexFile?: string;
  /** Ends the call, with every process it started. */
  readonly signal?: AbortSignal;
  /** Whether it can be repeated if another git holds a lock: it has done nothing then, or does the same again. */
  readonly isRepeatable?: boolean;
  /** The limit for standard output, in bytes; 64 MiB by default. */
  readonly limit?: number;
  /** The longest it may print nothing, for a call that reports its progress (`--progress`). */
  readonly quietMs?: number;
};

/**
 * Git, as the program calls it: in a given folder and no other, ignoring `GIT_*` in the environment, running no program that a
 * repository's own settings name (hooks, a file monitor, a signing program, housekeeping), never prompting, in English, and with
 * an identity of its own. Ctrl-C in the user's terminal does not reach it: a call that has begun is finished, or ended by its
 * caller.
 */
export type Git = {
  /** Runs git in a folder and returns its whole output. */
  readonly run: (cwd: string, args: readonly string[], options?: GitOptions) => Promise<GitOutcome>;
  /**
   * Runs git in a folder and passes on the NUL-ended records of its output one by one, without storing them; the outcome's
   * `stdout` is empty. Invalid UTF-8 becomes U+FFFD. A record over the limit makes it `too-large`.
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
 * Git for calls that need a supported version. The version is determined once, at the first call with an environment; every call
 * on an older one is `too-old`.
 */
export function createGit(env: Environment): Git {
  const checked = async (cwd: string, call: () => Promise<GitOutcome>): Promise<GitOutcome> => {
    const version = VERSIONS.get(env) ?? checkVersion(cwd, env);
    VERSIONS.set(env, version);
    const unfit = await version;
    // The obstacle may be gone by the next call; a version that was found does not change.
    if (unfit !== undefined && unfit.kind !== 'too-old') VERSIONS.delete(env);
    return unfit ?? call();
  };
  return {
    run: (cwd, args, options = {}) =>
      checked(cwd, () => retryOnContention(() => runGit(cwd, args, env, options), options)),
    records: (cwd, args, take, options = {}) =>
      checked(cwd, () =>
        retryOnContention(() => {
          return runGit(cwd, args, env, options, splitRecords(take, options.limit ?? MAX_BYTES));
        }, options),
      ),
  };
}

/**
 * Makes one call of any installed version of git. @param feed - receives the output instead; returns `false` if it is too much
 */
export function runGit(
  cwd: string,
  args: readonly string[],
  env: Environment,
  options: GitOptions,
  feed?: (chunk: Buffer) => boolean,
): Promise<GitOutcome> {
  const { input, signal, limit = MAX_BYTES, quietMs } = options;
  if (signal?.aborted) return Promise.resolve({ kind: 'aborted' });
  // A missing folder would be reported as a missing git.
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
    // Its children may keep its pipes open forever, as the shared connection to a host does: later output of an ended call is not
    // needed.
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
      if (stderr.length < MAX_SAID) stderr += text;
      // An older progress report is of no use once there is a newer one.
      if (quiet !== undefined) stderr = stderr.replaceAll(/[^\r\n]*\r(?=[^\n])/gu, '');
    });
    // A call that does not read its whole input closes the pipe; its exit code tells the rest.
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

/** Explains why git was not started: the program that was found cannot be run, or there is none. */
function whyNotStarted(error: Error, { PATH = '' }: Environment): string {
  const code = systemErrorCode(error);
  const file = PATH.split(delimiter)
    .map((folder) => join(folder, 'git'))
    .find(isFile);
  if (file === undefined) return 'there is no program git in any folder of PATH';
  return code === 'EACCES' || code === 'EPERM' ? `${file}: ${describeSystemError(error)}` : error.message;
}

/** The default limits for a call's output and its standard error, in bytes and in characters. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_SAID = 64 * 1024;

/**
 * Git removes its lock files on SIGTERM; this is the time given to a filter that ignores it. Shorter than the wait after a
 * terminal is closed.
 */
const GRACE_MS = 1_000;

/** The time to wait for the pipes of a call that was ended and is over. */
const LINGER_MS = 200;

/** Settings that override the user's and the repository's. */
const SETTINGS = [
  // Settings that could run a program named by the repository.
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'commit.gpgsign=false',
  'tag.gpgsign=false',
  // Background housekeeping would take locks at arbitrary times.
  'gc.auto=0',
  'maintenance.auto=false',
  // The content of a log is requested explicitly; checking signatures would run a program.
  'log.showSignature=false',
  // A checkout must not clone, and line ends are up to the repository, not a reason to refuse a file.
  'submodule.recurse=false',
  'core.safecrlf=false',
  // Names are printed unchanged.
  'core.quotePath=false',
].flatMap((setting) => ['-c', setting]);

const IDENTITY = { name: 'orchestrator', email: 'orchestrator@localhost' };

function environment(env: Environment, { env: over, indexFile }: GitOptions): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_'))),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    // Merely reading the user's files must not rewrite the user's index.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_EDITOR: ':',
    GIT_PAGER: 'cat',
    // Replacements for commits must be ignored.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_AUTHOR_NAME: IDENTITY.name,
    GIT_AUTHOR_EMAIL: IDENTITY.email,
    GIT_COMMITTER_NAME: IDENTITY.name,
    GIT_COMMITTER_EMAIL: IDENTITY.email,
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
    ...over,
  };
}

/** The fault of the git found by an environment, once known. */
const VERSIONS = new WeakMap<Environment, Promise<GitOutcome | undefined>>();

/** The version that introduced `merge-tree --write-tree`. */
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

/**
 * Splits a stream into records that end with NUL, and passes each on as text. Bytes after the last NUL are no record.
 *
 * @param limit - the largest size of one record, in bytes
 * @returns a function for the next chunk of the stream; it returns `false` when a record is too large, and the rest is useless
 */
function splitRecords(take: (record: string) => void, limit: number): (chunk: Buffer) => boolean {
  // Chunks of the unfinished record: joined once, so that a long one does not take quadratic time.
  let pieces: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      pieces.push(chunk.subarray(start, end));
      take(Buffer.concat(pieces).toString('utf8'));
      pieces = [];
      size = 0;
      start = end + 1;
    }
    if (start === chunk.length) return true;
    size += chunk.length - start;
    if (size > limit) return false;
    pieces.push(chunk.subarray(start));
    return true;
  };
}

/**
 * Repeats a call that another git interfered with briefly. Any call may meet the records of all worktrees: git reads them first,
 * whatever the command, and fails on one that is half written; it has printed nothing by then. A lock held by another git is
 * waited for if the caller says that the call can be repeated.
 */
async function retryOnContention(
  call: () => Promise<GitOutcome>,
  {
    isRepeatable = false,
    signal = new AbortController().signal,
  }: { readonly isRepeatable?: boolean; readonly signal?: AbortSignal },
): Promise<GitOutcome> {
  for (let tries = 1; ; tries++) {
    const outcome = await call();
    const fault = gitFault(outcome) ?? '';
    const isInTheWay = HALF_WRITTEN_WORKTREE.test(fault) || (isRepeatable && HELD.test(fault));
    if (!isInTheWay || tries === MAX_TRIES || signal.aborted) return outcome;
    await systemClock.wait(10 * 2 ** tries, signal);
  }
}

/** From `get_linked_worktree` and `get_common_dir` of git. */
const HALF_WRITTEN_WORKTREE = /^fatal: failed to read .*worktrees\/[^/\n]+\/commondir/mu;

/** Locks on the index, a ref or the settings; and a worktree's record that was pruned while being made. */
const HELD =
  /\.lock': File exists|could not lock|could not open '[^']*worktrees\/[^']+' for writing: No such file/u;

/** With the waits between them, 1.3 s in total. */
const MAX_TRIES = 7;
