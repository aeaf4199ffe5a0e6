import type { BatchStats } from '../../generated/batch.stats.ts';
import { type CountedBatch, isRehearsed, MIN_SAMPLE, median } from './counted_batch.ts';

const MAX = 200;

type Counted = { runs: number; before: number; red: number; seconds: number[]; batches: Set<number> };

/**
 * The commands of gates, with how often they ran and were red, on trees before, with and after a change. The most frequent first.
 */
export function countedGates(batches: readonly CountedBatch[]): BatchStats['gates'] {
  const by = new Map<string, Counted>();
  for (const { report, events } of batches) {
    const isPlayed = report.usage.executors.every(({ executor }) => isRehearsed(executor));
    if (isPlayed) continue;
    for (const event of events) {
      if (event.event !== 'gate-ended' && event.event !== 'baseline') continue;
      const { command, result, seconds } = event;
      if (command === null || result === 'not-run') continue;
      const known = by.get(command) ?? { runs: 0, before: 0, red: 0, seconds: [], batches: new Set() };
      known.runs += 1;
      if (event.event === 'baseline') known.before += 1;
      if (result === 'red') known.red += 1;
      known.seconds.push(seconds);
      known.batches.add(report.batch ?? 0);
      by.set(command, known);
    }
  }
  return [...by]
    .sort(([a, { runs }], [b, { runs: others }]) => others - runs || (a < b ? -1 : 1))
    .slice(0, MAX)
    .map(([command, { runs, before, red, seconds, batches: of }]) => ({
      ...{ command, runs, before, red },
      seconds: median(seconds),
      neverFails: runs >= MIN_SAMPLE && red === 0,
      batches: [...of],
    }));
}
