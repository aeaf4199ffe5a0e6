import type { BatchStats } from '../../generated/batch.stats.ts';
import { geometricMean, ratioOf } from '../document/index.ts';
import { type DonePhase, MIN_SAMPLE } from './counted_batch.ts';

/** The bias of estimates, over all phases and by complexity. */
export function estimateBias(done: readonly DonePhase[]): BatchStats['bias'] {
  const usable = done.filter(({ phase }) => Number.isFinite(ratioOf(phase)));
  if (usable.length === 0) return [];
  const by = new Map<string, DonePhase[]>();
  for (const each of usable) {
    const complexity = each.phase.complexity ?? 'none';
    by.set(complexity, [...(by.get(complexity) ?? []), each]);
  }
  const rank = (name: string) => ['low', 'medium', 'high'].indexOf(name) >>> 0;
  const groups = [...by].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return [bias(null, usable), ...groups.map(([complexity, phases]) => bias(complexity, phases))];
}

function bias(complexity: string | null, done: readonly DonePhase[]): BatchStats['bias'][number] {
  const n = done.length;
  return {
    complexity,
    n,
    ratio: n < MIN_SAMPLE ? null : geometricMean(done.map(({ phase }) => ratioOf(phase))),
  };
}

/** The factor for the hours of a phase, and the number of phases that it is based on. */
export type Calibration = { readonly ratio: number; readonly n: number; readonly of: string | null };

/**
 * The bias that fits a phase best: that of its complexity where it is based on enough phases, else that of all; none without
 * enough.
 */
export function calibrationFor(
  all: BatchStats['bias'],
  complexity: string | undefined,
): Calibration | undefined {
  const own = all.find((each) => each.complexity === (complexity ?? 'none'));
  const found = own?.ratio ? own : all.find((each) => each.complexity === null);
  if (!found?.ratio) return undefined;
  return { ratio: found.ratio, n: found.n, of: found.complexity };
}
