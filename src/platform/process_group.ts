import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type Clock, systemClock } from './clock.ts';
import { type ControlGroup, makeControlGroup, removeControlGroup } from './control_group.ts';
import type { Environment } from './git.ts';
import { isFolder } from './paths.ts';
import { endProcesses, type Kinship, memberSearch, type ProcessMark } from './process_end.ts';
import { identityOf, type ProcessIdentity, standingOf } from './process_identity.ts';
import { describeSystemError, isRefusedByMachine, systemErrorCode } from './system_error.ts';

/** A command that is run in a process group of its own. */
export type GroupCommand = {
  /** The program and its arguments; no shell takes them apart. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** All that it sees, but for the mark. */
  readonly env: Environment;
  /** A variable with a value that nobody else has, by which processes are known that left the group. */
  readonly mark: ProcessMark;
  /** The file that is its standard input; nothing where none is given. */
  readonly inputFile?: string;
  /** Whether this program talks with it: its standard input and output are the pipes of {@link ProcessGroup.pipes} then. */
  readonly isTalkedWith?: boolean;
  /**
   * Standard output and standard error go to the end of this file, straight: nothing passes through this program. A link or a
   * pipe in its place is refused.
   */
  readonly outputFile: string;
};

/** What starting a command came to. */
export type GroupStart =
  | { readonly kind: 'started'; readonly group: ProcessGroup }
  | { readonly kind: 'not-started'; readonly why: string };

/** A command that was started, and everything that it starts in turn. */
export type ProcessGroup = {
  readonly identity: ProcessIdentity;
  /** When the command itself is over; what it left behind may go on. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /**
   * Looks what there is of it now. What was seen is found again when it is ended, though it may have left by then whatever it is
   * known by.
   */
  readonly look: () => void;
  /**
   * Ends whatever there is of it: asked to (SIGTERM), and made to (SIGKILL) after a grace. To be called when the command is
   * over too, for what it left behind.
   */
  readonly end: (graceMs: number) => Promise<GroupEnd>;
  /** Where this program talks with it: what it reads and what it prints. A pipe that breaks is closed and throws nothing. */
  readonly pipes?: GroupPipes;
};

/** Both ways of a talk with a command. */
export type GroupPipes = { readonly input: Writable; readonly output: Readable };

/** What ending a command came to, in numbers of processes. */
export type GroupEnd = {
  /** That did not end when asked to. */
  readonly forced: number;
  /** That could not be ended at all. */
  readonly left: number;
};

/**
 * Starts a command in a session and process group of its own, so that nothing that the terminal sends reaches it and all of
 * it can be ended together. It goes on when this program dies: nothing of it hangs on a pipe.
 *
 * @throws the system's error where the machine refuses it (a full disk, too many processes), which says nothing of the command
 */
export async function startGroup(command: GroupCommand, clock: Clock = systemClock): Promise<GroupStart> {
  const { argv, cwd, env, mark, inputFile, outputFile, isTalkedWith = false } = command;
  // A folder that is gone would be reported as if the program were.
  if (!isFolder(cwd)) return { kind: 'not-started', why: `${cwd} is not a folder` };
  const opened: number[] = [];
  let held: ControlGroup | undefined;
  const open = (file: string, flags: number): number => {
    const descriptor = openSync(file, flags, 0o666);
    opened.push(descriptor);
    return descriptor;
  };
  try {
    const { O_RDONLY, O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW, O_NONBLOCK } = constants;
    const input = inputFile === undefined ? 'ignore' : open(inputFile, O_RDONLY);
    // Always at its end: the file may be cut while the command writes.
    const output = open(outputFile, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK);
    if (!fstatSync(output).isFile()) return { kind: 'not-started', why: `${outputFile} is not a file` };
    const [program, ...args] = argv;
    const start = () =>
      spawn(program, args, {
        cwd,
        env: { ...env, [mark.name]: mark.value },
        stdio: isTalkedWith ? ['pipe', 'pipe', output] : [input, output, output],
        detached: true,
      });
    held = makeControlGroup(mark.value);
    const child = held === undefined ? start() : held.startInside(start);
    const failed = new Promise<Error>((resolve) => child.once('error', resolve));
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    // At once: as long as nobody has waited for it, it can be looked at even if it is over.
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (child.pid === undefined) {
      held?.remove();
      return notStarted(program, await failed);
    }
    if (identity === undefined) throw new Error(`process ${child.pid} was started and can't be seen`);
    const members = memberSearch({ leader: identity, isOurs: true, mark });
    const end = async (graceMs: number) => {
      const came = await endProcesses({ members, graceMs, clock });
      held?.remove();
      return came;
    };
    const { stdin, stdout } = child;
    const group = { identity, ended, look: () => void members(), end };
    if (stdin === null || stdout === null) return { kind: 'started', group };
    for (const pipe of [stdin, stdout]) pipe.on('error', () => pipe.destroy());
    return { kind: 'started', group: { ...group, pipes: { input: stdin, output: stdout } } };
  } catch (error) {
    held?.remove();
    if (systemErrorCode(error) === '' || isRefusedByMachine(error)) throw error;
    return { kind: 'not-started', why: describeSystemError(error) };
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

/**
 * Ends a command and all that is left of it, at once where nobody may wait any more.
 *
 * @param force - aborts when that is so
 */
export async function endGroup<End>(
  group: { readonly end: (graceMs: number) => Promise<End> },
  graceMs: number,
  force?: AbortSignal,
): Promise<End> {
  const asked = group.end(force?.aborted ? 0 : graceMs);
  const forced = () => void group.end(0);
  force?.addEventListener('abort', forced);
  const ended = await asked;
  force?.removeEventListener('abort', forced);
  return ended;
}

/**
 * Ends what is left of a command that another process started, which is dead. Only what is certain to be of that command is
 * touched: its group where the command itself still runs here (pid, start time, boot and host agree), and processes that
 * bear its mark.
 *
 * @returns `elsewhere` when it can't be told from here whether something still runs: nothing was touched
 */
export async function endLeftGroup(
  leader: ProcessIdentity,
  { mark, graceMs, clock = systemClock }: { mark: ProcessMark; graceMs: number; clock?: Clock },
): Promise<GroupEnd | 'elsewhere'> {
  const standing = standingOf(leader);
  if (standing === 'unknown') return 'elsewhere';
  return endWhole({ leader, isOurs: standing === 'running', mark }, graceMs, clock);
}

/** Ends whatever bears a mark, of which nothing else is known; found only where there is `/proc`. */
export function endMarked(
  mark: ProcessMark,
  { graceMs, clock = systemClock }: { graceMs: number; clock?: Clock },
): Promise<GroupEnd> {
  const leader = { pid: 0, startTime: '0', bootId: '', host: '' };
  return endWhole({ leader, isOurs: false, mark }, graceMs, clock);
}

async function endWhole(kinship: Kinship, graceMs: number, clock: Clock): Promise<GroupEnd> {
  const end = await endProcesses({ members: memberSearch(kinship), graceMs, clock });
  removeControlGroup(kinship.mark.value);
  return end;
}

function notStarted(program: string, error: Error): GroupStart {
  const code = systemErrorCode(error);
  // A program that may not be run is not the machine's fault.
  if (isRefusedByMachine(error) && code !== 'EACCES' && code !== 'EPERM') throw error;
  const why =
    code === 'ENOENT' ? `there is no program ${program}` : `${program}: ${describeSystemError(error)}`;
  return { kind: 'not-started', why };
}
