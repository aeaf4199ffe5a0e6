import type { BatchEvent, RunTimes } from '../../types.ts';

/** Of a batch that was never run. */
export const NEVER_RUN: RunTimes = { since: undefined, last: undefined, beforeMs: 0 };

/**
 * The times after an event. A run that crashed lasted until the last thing that it told; what a person does between runs, a
 * retry say, belongs to none.
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
