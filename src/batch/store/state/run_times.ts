import type { BatchEvent } from '../../generated/batch.event.ts';
import type { RunTimes } from '../batch_state.ts';

/** The times of a batch that was never run. */
export const NEVER_RUN: RunTimes = { since: undefined, last: undefined, beforeMs: 0 };

/**
 * Returns the times after an event. A run that crashed lasted until its last event; a person's actions between runs, such as a
 * retry, belong to none.
 *
 * @param isRunning - whether a run was under way before the event
 */
export function timesAfter(times: RunTimes, event: BatchEvent, isRunning: boolean): RunTimes {
  if (event.event === 'run-started')
    return { since: event.at, last: event.at, beforeMs: times.beforeMs + lengthOf(times) };
  return isRunning ? { ...times, last: event.at } : times;
}

/** Never negative: a clock can be set back. */
function lengthOf({ since, last }: RunTimes): number {
  if (since === undefined || last === undefined) return 0;
  return Math.max(0, Date.parse(last) - Date.parse(since) || 0);
}
