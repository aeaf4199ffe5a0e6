import type { SchedulingAction } from '../scheduling/index.ts';
import { expectedError } from './parts/expected_error.ts';
import type { RunTermination } from './parts/run.ts';
import type { LeftWork } from './recovery/recover.ts';

/** The workers that carry attempts out, one for each phase under way. */
export type Workers = {
  /** Carries out an attempt from its start. */
  readonly start: (action: Extract<SchedulingAction, { do: 'start' }>) => void;
  /** Continues an attempt that an earlier run began. */
  readonly takeUp: (left: LeftWork) => void;
  /** Ends the attempt of a phase, if there is one. */
  readonly end: (phase: string) => void;
  /** The phases that have a worker. */
  readonly inHand: () => ReadonlySet<string>;
  /** A number that grows whenever a new decision may be needed. */
  readonly changes: () => number;
  /** Waits until that number changes. */
  readonly changedSince: (seen: number) => Promise<void>;
  /** Signals that a new decision may be needed. */
  readonly touch: () => void;
  /** Waits until no worker is left. */
  readonly allEnded: () => Promise<void>;
};

/** The actions of workers, each for one attempt; the results are in the journal. */
export type WorkerTask = {
  /** Carries an attempt out from its start. */
  readonly start: (action: Extract<SchedulingAction, { do: 'start' }>, signal: AbortSignal) => Promise<void>;
  /** Continues one that an earlier run began. */
  readonly continueAttempt: (left: LeftWork, signal: AbortSignal) => Promise<void>;
};

/** Creates the workers of a run. An error in one ends the run, and is thrown when all have ended. */
export function createWorkers(run: Pick<RunTermination, 'signal' | 'halt'>, work: WorkerTask): Workers {
  const controllers = new Map<string, AbortController>();
  const working = new Set<Promise<void>>();
  let changes = 0;
  let waiting: (() => void) | undefined;
  let bug: unknown;
  const touch = () => {
    changes += 1;
    waiting?.();
    waiting = undefined;
  };
  const employ = (phase: string, task: (signal: AbortSignal) => Promise<void>) => {
    const controller = new AbortController();
    controllers.set(phase, controller);
    const done = task(AbortSignal.any([run.signal, controller.signal]))
      .catch((error: unknown) => {
        const expected = expectedError(error);
        if (expected !== undefined) {
          // Work that was called off was not refused.
          if (!run.signal.aborted) run.halt(expected);
          return;
        }
        bug ??= error;
        run.halt({ severity: 'error', code: 'internal', message: 'A worker of the run failed.' });
      })
      .then(() => {
        controllers.delete(phase);
        working.delete(done);
        touch();
      });
    working.add(done);
  };
  run.signal.addEventListener('abort', touch);
  return {
    start: (action) => employ(action.phase, (signal) => work.start(action, signal)),
    takeUp: (left) => employ(left.phase, (signal) => work.continueAttempt(left, signal)),
    end: (phase) => controllers.get(phase)?.abort(),
    inHand: () => new Set(controllers.keys()),
    changes: () => changes,
    changedSince: (seen) =>
      changes === seen
        ? new Promise((resolve) => {
            waiting = resolve;
          })
        : Promise.resolve(),
    touch,
    async allEnded() {
      await Promise.all(working);
      if (bug !== undefined) throw bug;
    },
  };
}
