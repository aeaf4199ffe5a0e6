import type { BatchEvent } from '../../generated/batch.event.ts';

/** A run of a batch, on the clock that stops between runs. In seconds. */
export type TimedRun = {
  readonly startedAt: string;
  readonly start: number;
  readonly seconds: number;
  readonly outcome: string | null;
};

/** When the events of a batch happened, in seconds of running time from its first start. */
export type RunClock = { readonly at: (seq: number) => number; readonly runs: readonly TimedRun[] };

/**
 * The clock of a batch, which advances only during runs. A crashed run lasted until its last event; the clock stops where the
 * machine's clock was set back.
 */
export function runClock(events: readonly BatchEvent[]): RunClock {
  const times = new Map<number, number>();
  const runs: { startedAt: string; start: number; seconds: number; outcome: string | null }[] = [];
  let now = 0;
  let began: { readonly at: number; readonly clock: number } | undefined;
  for (const event of events) {
    const at = Date.parse(event.at);
    if (event.event === 'run-started') {
      began = { at, clock: now };
      runs.push({ startedAt: event.at, start: now / 1000, seconds: 0, outcome: null });
    }
    if (began !== undefined) now = Math.max(now, began.clock + (at - began.at || 0));
    times.set(event.seq, now / 1000);
    const run = runs.at(-1);
    if (run === undefined || began === undefined) continue;
    run.seconds = now / 1000 - run.start;
    if (event.event === 'run-ended') {
      run.outcome = event.outcome;
      began = undefined;
    }
  }
  return { at: (seq) => times.get(seq) ?? 0, runs };
}
