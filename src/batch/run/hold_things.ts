import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  type Clock,
  describeSystemError,
  lockOwner,
  type ProcessLock,
  sha256,
  systemErrorCode,
  takeLock,
  waitForLock,
} from '../../platform/index.ts';

/** Holds things of which there is one; gives what lets them go. Ends early, with whatever it has, where the signal aborts. */
export type HoldThings = (
  names: readonly string[],
  options: { readonly phase: string; readonly signal: AbortSignal },
) => Promise<() => void>;

/**
 * Keeps what gates need for themselves from all other runs in a repository, in whichever of its working trees they are: each thing is
 * a lock in the folder that the working trees have in common. That one is waited for is told once.
 */
export function thingsOfRepository({
  commonDir,
  clock,
  note,
}: {
  readonly commonDir: string;
  readonly clock: Clock;
  readonly note: (problem: Problem<'gate-not-held' | 'gate-waits'>) => void;
}): HoldThings {
  const told = new Set<string>();
  const tell = (name: string, problem: Problem<'gate-not-held' | 'gate-waits'>) => {
    if (!told.has(name)) note(problem);
    told.add(name);
  };
  return async (names, { phase, signal }) => {
    const locks: ProcessLock[] = [];
    // In one order everywhere: nobody waits for somebody who waits for them.
    for (const name of [...new Set(names)].sort()) {
      const folder = join(commonDir, 'orchestrator', 'gates', sha256(name).slice(0, 32));
      try {
        const outcome = takeLock(folder);
        if (outcome.kind === 'held') tell(name, waits(name, phase, folder));
        const lock = outcome.kind === 'taken' ? outcome.lock : await waitForLock(folder, signal, clock);
        if (lock === undefined) break;
        locks.push(lock);
      } catch (error) {
        if (systemErrorCode(error) === '') throw error;
        tell(name, notHeld(name, error));
      }
    }
    return () => {
      for (const lock of locks) letGo(lock);
    };
  };
}

/** That it cannot be written down is no failure of the gate: this process ends, and with it the lock. */
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
    message: `A gate of phase ${printableLine(phase)} needs ${printableLine(name)} for itself, and waits until a gate of ${who} lets it go.`,
    hint: `If there is no such process any more, which cannot be told from here: remove ${folder}`,
  };
}

function notHeld(name: string, error: unknown): Problem<'gate-not-held'> {
  return {
    severity: 'warning',
    code: 'gate-not-held',
    message: `${printableLine(name)} cannot be kept from gates of other batches: ${describeSystemError(error)}. Within this run it is.`,
  };
}
