import { join } from 'node:path';
import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import {
  type Clock,
  describeSystemError,
  lockOwner,
  type ProcessLock,
  sha256,
  systemErrorCode,
  takeLock,
  waitForLock,
} from '../../../platform/index.ts';

/**
 * Locks resources that exist once; returns a function that releases them. Returns early, with the locks it has, if the signal
 * aborts.
 */
export type LockResources = (
  names: readonly string[],
  options: { readonly phase: string; readonly signal: AbortSignal },
) => Promise<() => void>;

/**
 * Locks the resources of gates against all other runs in a repository, in any of its working trees: each resource is a lock in
 * the folder that the working trees share. A wait is reported once.
 */
export function repositoryResources({
  commonDir,
  clock,
  note,
}: {
  readonly commonDir: string;
  readonly clock: Clock;
  readonly note: (problem: Problem<'gate-not-held' | 'gate-waits'>) => void;
}): LockResources {
  const reported = new Set<string>();
  const noteOnce = (name: string, problem: Problem<'gate-not-held' | 'gate-waits'>) => {
    if (!reported.has(name)) note(problem);
    reported.add(name);
  };
  return async (names, { phase, signal }) => {
    const locks: ProcessLock[] = [];
    // Always in the same order, which prevents a deadlock.
    for (const name of [...new Set(names)].sort()) {
      const folder = join(commonDir, 'orchestrator', 'gates', sha256(name).slice(0, 32));
      try {
        const outcome = takeLock(folder);
        if (outcome.kind === 'held') noteOnce(name, waits(name, phase, folder));
        const lock = outcome.kind === 'taken' ? outcome.lock : await waitForLock(folder, signal, clock);
        if (lock === undefined) break;
        locks.push(lock);
      } catch (error) {
        if (systemErrorCode(error) === '') throw error;
        noteOnce(name, notHeld(name, error));
      }
    }
    return () => {
      for (const lock of locks) letGo(lock);
    };
  };
}

/** A failure to record it is no failure of the gate: this process ends, and the lock with it. */
function letGo(lock: ProcessLock): void {
  try {
    lock.release();
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
  }
}

function waits(name: string, phase: string, folder: string): Problem<'gate-waits'> {
  const owner = lockOwner(folder);
  const who = owner === undefined ? 'another run' : `process ${owner.pid} on ${owner.host}`;
  return {
    severity: 'note',
    code: 'gate-waits',
    message: `A gate of phase ${printableLine(phase)} needs ${printableLine(name)} for itself, and is waiting for a gate of ${who} to release it.`,
    hint: `If that process no longer exists, which cannot be checked from here: remove ${folder}`,
  };
}

function notHeld(name: string, error: unknown): Problem<'gate-not-held'> {
  return {
    severity: 'warning',
    code: 'gate-not-held',
    message: `${printableLine(name)} cannot be reserved against gates of other batches: ${describeSystemError(error)}. Within this run it is reserved.`,
  };
}
