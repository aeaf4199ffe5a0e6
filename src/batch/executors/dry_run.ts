import type { Clock } from '../../platform/index.ts';
import { type Executor, STARTS_NOTHING } from './executor.ts';

/** The name of the executor that does nothing. */
export const DRY_RUN = 'dry-run';

/**
 * An executor that changes nothing and takes time: the phase's hours, on a small scale. It reports the phase's own hours as its
 * duration, so that statistics come out as for a real run.
 *
 * @param options.msPerHour - the length of one hour
 */
export function dryRun(options: { readonly clock: Clock; readonly msPerHour?: number }): Executor {
  const { clock, msPerHour = 5 } = options;
  return {
    name: DRY_RUN,
    ...STARTS_NOTHING,
    work: async ({ phase }, signal) => {
      const end = { code: null, signal: null, left: 0 };
      await clock.wait(phase.hours * msPerHour, signal);
      if (signal.aborted) return { ...end, how: 'stopped', seconds: 0 };
      return { ...end, how: 'exited', code: 0, seconds: phase.hours * SECONDS };
    },
  };
}

/** Per hour. */
const SECONDS = 3_600;
