import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { readProcess } from './process_table.ts';
import { systemErrorCode } from './system_error.ts';

/** The identity of a process, so that a reused pid is not mistaken for it. */
export type ProcessIdentity = {
  readonly pid: number;
  /** In the system's own format; only compared. */
  readonly startTime: string;
  /** Identifies the time since the machine was last started. */
  readonly bootId: string;
  readonly host: string;
};

/**
 * Whether a process is still running. `unknown` if this machine cannot tell: it ran on another host, or is not visible. A caller
 * about to end a process needs `running`; one about to take its place needs `gone`.
 */
export type ProcessState = 'running' | 'gone' | 'unknown';

/**
 * Returns the identity of a process of this machine, which may have ended if it has not been waited for yet; `undefined` if there
 * is none of that number.
 */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const seen = lookAt(pid);
  return seen && { pid, startTime: seen.startTime, bootId: bootId(), host: hostname() };
}

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  const own = identityOf(process.pid);
  if (own === undefined) throw new Error('this system does not report when a process started');
  return own;
}

/** Checks whether the process of this identity is still running. */
export function processState({ pid, startTime, bootId: boot, host }: ProcessIdentity): ProcessState {
  if (host !== hostname()) return 'unknown';
  if (boot !== bootId()) return 'gone';
  const seen = lookAt(pid);
  if (seen) return seen.startTime === startTime && !seen.isOver ? 'running' : 'gone';
  return isHidden(pid) ? 'unknown' : 'gone';
}

function lookAt(pid: number): { readonly startTime: string; readonly isOver: boolean } | undefined {
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined;
  if (process.platform === 'linux') return readProcess(pid);
  return parsePs(said('ps', ['-o', 'state=', '-o', 'lstart=', '-p', String(pid)]));
}

/** Parses a line of `ps -o state= -o lstart=`; `undefined` if it is empty. */
export function parsePs(line: string): { readonly startTime: string; readonly isOver: boolean } | undefined {
  const [, state, startTime] = /^(\S+)\s+(\S.*)$/u.exec(line.trim()) ?? [];
  if (state === undefined || startTime === undefined) return undefined;
  return { startTime: startTime.replace(/\s+/gu, ' '), isOver: state.startsWith('Z') };
}

/** Whether there is a process of that number that the system hides. */
function isHidden(pid: number): boolean {
  if (process.platform === 'linux' && readProcess(process.pid) === undefined) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

function bootId(): string {
  if (process.platform !== 'linux') return said('sysctl', ['-n', 'kern.bootsessionuuid']);
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

/** Returns the output of a system program, in a fixed language and time zone. */
function said(program: string, args: readonly string[]): string {
  const path = '/bin:/usr/bin:/sbin:/usr/sbin';
  const { stdout } = spawnSync(program, args, {
    env: { PATH: path, LC_ALL: 'C', TZ: 'UTC' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (stdout ?? '').trim();
}
