import { linkSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import { namesIn } from './paths.ts';
import { ownIdentity, type ProcessIdentity, type ProcessStanding, standingOf } from './process_identity.ts';
import { systemErrorCode } from './system_error.ts';
import { dropStaged, makeFolders, stagingName, sweepStaging } from './write.ts';

/*
 * A lock is a folder of numbered files, and belongs to the process that the one with the highest number names.
 *
 *   nobody ──create n+1──► owned ──────make it empty──────► nobody
 *                            │ the owner dies
 *                            └──────create n+1──────► owned by another
 *
 * A number is created by one process only (link(2) fails where there is one), and the highest is never removed, so nobody can
 * take a live lock away by mistaking it for a dead one that was looked at earlier: there is nothing to remove. Whoever is
 * late creates a number below the highest, sees that, and takes it back.
 */

/** A lock that this process holds. */
export type ProcessLock = {
  /** Higher than that of any owner before: a fencing token. */
  readonly number: number;
  /** Lets it go. Once more is fine. */
  readonly release: () => void;
};

/** What trying to take a lock came to. */
export type LockOutcome =
  | { readonly kind: 'taken'; readonly lock: ProcessLock }
  /** `unknown`: the owner is of another host, or hidden; whether it lives can't be told from here. */
  | {
      readonly kind: 'held';
      readonly owner: ProcessIdentity;
      readonly standing: Exclude<ProcessStanding, 'gone'>;
      /** When the owner took it, in milliseconds since 1970; for people. */
      readonly since: number;
    };

/**
 * Takes a lock, from its dead owner if need be; one that is released or whose owner is gone is free.
 *
 * @param folder - made if it is not there, and nobody else's
 * @throws the system's error when the folder can't be written
 */
export function takeLock(folder: string): LockOutcome {
  for (;;) {
    const highest = highestIn(folder);
    const held = highest === 0 ? undefined : ownerOf(folder, highest);
    if (held === 'gone') continue;
    if (held !== undefined) {
      const standing = standingOf(held);
      if (standing !== 'gone')
        return { kind: 'held', owner: held, standing, since: takenAt(folder, highest) };
    }
    const number = highest + 1;
    makeFolders(folder);
    if (!create(folder, number)) continue;
    letGo.delete(join(folder, String(number)));
    if (highestIn(folder) !== number) {
      // What was looked at is long past.
      rmSync(join(folder, String(number)), { force: true });
      continue;
    }
    tidyUp(folder, number);
    return { kind: 'taken', lock: { number, release: () => release(folder, number) } };
  }
}

/** Removes what is past. The lock is taken by then: that it cannot be tidied up must not look as if it were not. */
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

/** Takes a lock as soon as its owner lets it go; `undefined` when the signal aborts before. */
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

/** How long between two looks at a lock that is held. */
const PAUSE_MS = { first: 5, most: 160 };

/** Who holds a lock; `undefined` when nobody does, or its owner is gone. */
export function lockOwner(folder: string): ProcessIdentity | undefined {
  const highest = highestIn(folder);
  const owner = highest === 0 ? undefined : ownerOf(folder, highest);
  if (owner === 'gone') return lockOwner(folder);
  return owner !== undefined && standingOf(owner) !== 'gone' ? owner : undefined;
}

/** Makes the file of a number, whole; `false` when there is one. */
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

/** Locks that this process has let go, though it could not write that down: it would wait for itself. */
const letGo = new Set<string>();

function release(folder: string, number: number): void {
  const file = join(folder, String(number));
  try {
    // In place: a file that is renamed over may be missed by whoever lists the folder at that moment.
    truncateSync(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    letGo.add(file);
    // Node does not say which file it could open and not truncate.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/** Who a file names; nobody when it is empty, as a released one is, or damaged by a power cut; `gone` when it isn't there any more. */
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

/** A number's file is written once, by whoever takes the lock. */
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
