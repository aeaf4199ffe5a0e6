import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type Clock, systemClock } from './clock.ts';
import { type ControlGroup, makeControlGroup, removeControlGroup } from './control_group.ts';
import type { Environment } from './git.ts';
import { isFolder } from './paths.ts';
import { endProcesses, memberSearch, type ProcessMark, type ProcessSelector } from './process_end.ts';
import { identityOf, type ProcessIdentity, processState } from './process_identity.ts';
import { describeSystemError, isRefusedByMachine, systemErrorCode } from './system_error.ts';

/** A command to run in a process group of its own. */
export type GroupCommand = {
  /** The program and its arguments; no shell splits them. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** Its whole environment, except for the mark. */
  readonly env: Environment;
  /** A variable with a unique value, which identifies processes that left the group. */
  readonly mark: ProcessMark;
  /** The file for its standard input; empty input if left out. */
  readonly inputFile?: string;
  /** Whether this program talks to it: its standard input and output are then the pipes in {@link ProcessGroup.pipes}. */
  readonly isTalkedWith?: boolean;
  /**
   * Standard output and standard error are appended directly to this file: nothing passes through this program. A link or a pipe
   * in its place is refused.
   */
  readonly outputFile: string;
};

/** The outcome of starting a command. */
export type GroupStart =
  | { readonly kind: 'started'; readonly group: ProcessGroup }
  | { readonly kind: 'not-started'; readonly why: string };

/** A started command with all its descendants. */
export type ProcessGroup = {
  readonly identity: ProcessIdentity;
  /** Resolves when the command itself is over; its background processes may continue. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /**
   * Searches for its current processes. Those seen are found again when it is ended, even if they have lost everything that
   * identified them.
   */
  readonly look: () => void;
  /**
   * Ends all its processes: with a request (SIGTERM), and by force (SIGKILL) after a grace period. Also to be called when the
   * command is over, for its background processes.
   */
  readonly end: (graceMs: number) => Promise<GroupEnd>;
  /** If this program talks to it: its input and output. A broken pipe is closed and throws nothing. */
  readonly pipes?: GroupPipes;
};

/** Both directions of a conversation with a command. */
export type GroupPipes = { readonly input: Writable; readonly output: Readable };

/** The outcome of ending a command, in numbers of processes. */
export type GroupEnd = {
  /** Those that did not end on request. */
  readonly forced: number;
  /** Those that could not be ended at all. */
  readonly left: number;
};

/**
 * Starts a command in a session and process group of its own, so that no signal from the terminal reaches it and it can be ended
 * as a whole. It continues if this program dies, because it depends on no pipe.
 *
 * @throws the system's error when the machine refuses it (a full disk, too many processes), which says nothing about the command
 */
export async function startGroup(command: GroupCommand, clock: Clock = systemClock): Promise<GroupStart> {
  const { argv, cwd, env, mark, inputFile, outputFile, isTalkedWith = false } = command;
  // A missing folder would be reported as a missing program.
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
    // In append mode: the file may be truncated while the command writes.
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
    // At once: until it has been waited for, its identity can be read even if it is over.
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (child.pid === undefined) {
      held?.remove();
      return notStarted(program, await failed);
    }
    if (identity === undefined) throw new Error(`process ${child.pid} was started but cannot be observed`);
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
 * Ends a command and all its remaining processes, immediately if `force` aborts.
 *
 * @param force - aborts when no more time may be spent
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
 * Ends the remains of a command started by another process, which is dead. Only processes that certainly belong to that command
 * are touched: its group if the command itself still runs here (pid, start time, boot and host agree), and processes with its
 * mark.
 *
 * @returns `elsewhere` when this machine cannot tell whether any of it still runs: nothing was touched
 */
export async function endLeftGroup(
  leader: ProcessIdentity,
  { mark, graceMs, clock = systemClock }: { mark: ProcessMark; graceMs: number; clock?: Clock },
): Promise<GroupEnd | 'elsewhere'> {
  const standing = processState(leader);
  if (standing === 'unknown') return 'elsewhere';
  return endWhole({ leader, isOurs: standing === 'running', mark }, graceMs, clock);
}

/** Ends every process with a mark, of which nothing else is known; found only if there is `/proc`. */
export function endMarked(
  mark: ProcessMark,
  { graceMs, clock = systemClock }: { graceMs: number; clock?: Clock },
): Promise<GroupEnd> {
  const leader = { pid: 0, startTime: '0', bootId: '', host: '' };
  return endWhole({ leader, isOurs: false, mark }, graceMs, clock);
}

async function endWhole(kinship: ProcessSelector, graceMs: number, clock: Clock): Promise<GroupEnd> {
  const end = await endProcesses({ members: memberSearch(kinship), graceMs, clock });
  removeControlGroup(kinship.mark.value);
  return end;
}

function notStarted(program: string, error: Error): GroupStart {
  const code = systemErrorCode(error);
  // A program without permission to run is not the machine's fault.
  if (isRefusedByMachine(error) && code !== 'EACCES' && code !== 'EPERM') throw error;
  const why =
    code === 'ENOENT' ? `there is no program ${program}` : `${program}: ${describeSystemError(error)}`;
  return { kind: 'not-started', why };
}
