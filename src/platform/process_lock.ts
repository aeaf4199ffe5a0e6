import { linkSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import { namesIn } from './paths.ts';
import { ownIdentity, type ProcessIdentity, type ProcessState, processState } from './process_identity.ts';
import { systemErrorCode } from './system_error.ts';
import { dropStaged, makeFolders, stagingName, sweepStaging } from './write.ts';

/*
 * A lock is a folder of numbered files, and belongs to the process named in the one with the highest number.
 *
 *   nobody ──create n+1──► owned ──────make it empty──────► nobody
 *                            │ the owner dies
 *                            └──────create n+1──────► owned by another
 *
 * A number is created by one process only (link(2) fails if it exists), and the highest is never removed, so a live lock cannot
 * be taken by mistaking it for a dead one seen earlier: there is nothing to remove. A process that is late creates a number below
 * the highest, sees that, and removes it.
 */

/** A lock that this process holds. */
export type ProcessLock = {
  /** Higher than that of any earlier owner: a fencing token. */
  readonly number: number;
  /** Releases it. Can be called twice. */
  readonly release: () => void;
};

/** The outcome of trying to take a lock. */
export type LockOutcome =
  | { readonly kind: 'taken'; readonly lock: ProcessLock }
  /** `unknown`: the owner is on another host, or hidden; this machine cannot tell whether it is alive. */
  | {
      readonly kind: 'held';
      readonly owner: ProcessIdentity;
      readonly standing: Exclude<ProcessState, 'gone'>;
      /** When the owner took it, in milliseconds since 1970; for people. */
      readonly since: number;
    };

/**
 * Takes a lock, from its dead owner if necessary; one that is released or whose owner is gone is free.
 *
 * @param folder - created if missing; used for this lock only
 * @throws the system's error when the folder cannot be written
 */
export function takeLock(folder: string): LockOutcome {
  for (;;) {
    const highest = highestIn(folder);
    const held = highest === 0 ? undefined : ownerOf(folder, highest);
    if (held === 'gone') continue;
    if (held !== undefined) {
      const standing = processState(held);
      if (standing !== 'gone')
        return { kind: 'held', owner: held, standing, since: takenAt(folder, highest) };
    }
    const number = highest + 1;
    makeFolders(folder);
    if (!create(folder, number)) continue;
    letGo.delete(join(folder, String(number)));
    if (highestIn(folder) !== number) {
      // The state that was read is outdated.
      rmSync(join(folder, String(number)), { force: true });
      continue;
    }
    tidyUp(folder, number);
    return { kind: 'taken', lock: { number, release: () => release(folder, number) } };
  }
}

/** Removes outdated files. The lock is already taken: a failed cleanup must not look like a failure to take it. */
function tidyUp(folder: string, number: number): void {
  try {
    sweepStaging(folder);
    for (const name of namesIn(folder)) {
      if (numberOf(name) > 0 && numberOf(name) < number) rmSync(join(folder, name), { force: true });
    }
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
  }
}

/** Takes a lock as soon as its owner releases it; `undefined` if the signal aborts first. */
export async function waitForLock(
  folder: string,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<ProcessLock | undefined> {
  for (let pause = PAUSE_MS.first; !signal.aborted; pause = Math.min(pause * 2, PAUSE_MS.most)) {
    const outcome = takeLock(folder);
    if (outcome.kind === 'taken') return outcome.lock;
    // Hundreds may wait: not all at the same moment, and not so often that the owner gets no time.
    await clock.wait(pause * (0.5 + Math.random()), signal);
  }
  return undefined;
}

/** The interval between two checks of a held lock. */
const PAUSE_MS = { first: 5, most: 160 };

/** Returns the owner of a lock; `undefined` when there is none, or it is gone. */
export function lockOwner(folder: string): ProcessIdentity | undefined {
  const highest = highestIn(folder);
  const owner = highest === 0 ? undefined : ownerOf(folder, highest);
  if (owner === 'gone') return lockOwner(folder);
  return owner !== undefined && processState(owner) !== 'gone' ? owner : undefined;
}

/** Creates the file of a number, whole; `false` if it exists. */
function create(folder: string, number: number): boolean {
  const staged = join(folder, stagingName());
  try {
    writeFileSync(staged, JSON.stringify(ownIdentity()));
    linkSync(staged, join(folder, String(number)));
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    dropStaged(staged);
  }
}

/** Locks that this process has released, but could not record as such: it would wait for itself. */
const letGo = new Set<string>();

function release(folder: string, number: number): void {
  const file = join(folder, String(number));
  try {
    // In place: a listing of the folder may miss a file that is being replaced by a rename.
    truncateSync(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    letGo.add(file);
    // Node's error does not name a file that was opened but could not be truncated.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/**
 * Returns the process a file names; `undefined` when it is empty, as after a release, or damaged by a power failure; `gone` when
 * it no longer exists.
 */
function ownerOf(folder: string, number: number): ProcessIdentity | undefined | 'gone' {
  let text: string;
  try {
    text = readFileSync(join(folder, String(number)), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 'gone';
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (!isIdentity(value)) return undefined;
    const isOurs = value.pid === process.pid && letGo.has(join(folder, String(number)));
    return isOurs ? undefined : value;
  } catch {
    return undefined;
  }
}

/** A number's file is written once, when the lock is taken. */
function takenAt(folder: string, number: number): number {
  return statSync(join(folder, String(number)), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, startTime, bootId, host } = value as Record<string, unknown>;
  return typeof pid === 'number' && [startTime, bootId, host].every((field) => typeof field === 'string');
}

function highestIn(folder: string): number {
  return Math.max(0, ...namesIn(folder).map(numberOf));
}

function numberOf(name: string): number {
  return /^[1-9]\d{0,14}$/u.test(name) ? Number(name) : 0;
}
