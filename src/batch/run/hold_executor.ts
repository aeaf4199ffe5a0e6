import { printableLine } from '../../lib/index.ts';
import type { LimitNotice } from '../executors/index.ts';
import type { BatchState } from '../types.ts';
import { type Attempt, recordOf } from './attempt.ts';
import type { Run } from './types.ts';

/**
 * Holds the executor of an attempt until its limit of use is over: none of its attempts starts before, and none of its tries is
 * used up. Where it does not say when that is, it is looked again after a while that grows.
 *
 * @returns whether it could be written down
 */
export function hold(run: Run, { phase, number }: Attempt, { line, until }: LimitNotice): Promise<boolean> {
  const { logbook, clock } = run;
  const executor = recordOf(run, phase.id).attempts[number - 1]?.executor ?? '';
  const now = clock.time();
  const before = logbook.state().phases.flatMap(({ attempts }) => attempts);
  const limited = before.filter(
    ({ failed, executor: other }) => other === executor && failed?.reason === 'limited',
  );
  const pause = Math.min(FIRST_MS * 2 ** Math.min(limited.length, 10), MOST_MS);
  const next = Math.max(until === undefined ? now + pause : until + MARGIN_MS, now + LEAST_MS);
  const known = Date.parse(logbook.state().holds.get(executor)?.until ?? '') || 0;
  return logbook.record({
    event: 'executor-held',
    executor,
    until: new Date(Math.max(next, known)).toISOString(),
    argv: [...(run.executors.get(executor)?.argv ?? [])],
    why: printableLine(line).slice(0, 200),
  });
}

const FIRST_MS = 5 * 60_000;
const MOST_MS = 60 * 60_000;
/** Clocks differ, and who comes on the second is told to wait again. */
const MARGIN_MS = 1_000;
const LEAST_MS = 1_000;

/** The holds of runs before that say nothing of this one: by whoever was started under that name then, and is not now. */
export function pastHolds(
  { holds }: Pick<BatchState, 'holds'>,
  { executors, ignoreLimits }: { readonly executors: Run['executors']; readonly ignoreLimits: boolean },
): BatchState['holds'] {
  const past = [...holds].filter(([name, { argv }]) => {
    const now = executors.get(name)?.argv;
    return (
      ignoreLimits || (argv !== undefined && now != null && JSON.stringify(argv) !== JSON.stringify(now))
    );
  });
  return new Map(past);
}

/**
 * The executors that are held at a moment, each with when that ends, in milliseconds since 1970 UTC.
 *
 * @param ignored - holds of runs before, which the person has said are not to count
 */
export function heldAt(
  { holds }: Pick<BatchState, 'holds'>,
  now: number,
  ignored: BatchState['holds'] = new Map(),
): ReadonlyMap<string, number> {
  const open = [...holds]
    .filter(([executor, hold]) => ignored.get(executor) !== hold)
    .map(([executor, { until }]) => [executor, Date.parse(until)] as const);
  return new Map(open.filter(([, until]) => until > now));
}
