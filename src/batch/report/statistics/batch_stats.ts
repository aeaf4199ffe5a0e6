import type { Problem } from '../../../diagnostics/index.ts';
import type { BatchStats } from '../../generated/batch.stats.ts';
import { advice } from './advice.ts';
import { type CountedBatch, type DonePhase, donePhases, isRehearsed, MIN_SAMPLE } from './counted_batch.ts';
import { countedGates } from './counted_gates.ts';
import { estimateBias } from './estimate_bias.ts';
import { trend } from './trend.ts';

/** Statistics over batches, with problems in the usual form and without its schema. */
export type StatsDocument = Omit<BatchStats, 'schema' | 'problems'> & {
  readonly problems: readonly Problem[];
};

const MAX_SLOW = 10;

/** The statistics over the batches of a project, without those that were never run. Pure. */
export function batchStats(all: readonly CountedBatch[], problems: readonly Problem[]): StatsDocument {
  const ran = all.filter(({ report }) => report.timeline !== null);
  const batches = ran.filter((one) => !isPlayed(one));
  const reports = batches.map(({ report }) => report);
  const done = donePhases(batches);
  const phases = reports.flatMap((report) => report.phases);
  const first = done.filter(({ phase }) => phase.rung === 'first').length;
  const counted = {
    firstTry: { done: done.length, first, rate: done.length < MIN_SAMPLE ? null : first / done.length },
    failures: countedFailures(batches),
    gates: countedGates(batches),
    bias: estimateBias(done),
    trend: trend(batches),
  };
  return {
    ok: problems.every(({ severity }) => severity !== 'error'),
    least: MIN_SAMPLE,
    batches: ran.map(countedBatch),
    totals: {
      batches: batches.length,
      phases: phases.length,
      done: phases.filter(({ state }) => state === 'done').length,
      attempts: sum(reports.map(({ usage }) => usage.attempts)),
      seconds: sum(reports.map(({ timeline }) => timeline?.seconds ?? 0)),
      tokens: sumKnown(reports.map(({ usage }) => usage.tokens)),
      tokensOf: sum(reports.map(({ usage }) => usage.tokensOf)),
      costUsd: sumKnown(reports.map(({ usage }) => usage.costUsd)),
      costOf: sum(reports.map(({ usage }) => usage.costOf)),
      rehearsed: ran
        .filter(isPlayed)
        .flatMap(({ report }) => report.phases)
        .filter(({ state }) => state === 'done').length,
    },
    ...counted,
    slow: slowest(done),
    advice: advice(counted, done),
    problems,
  };
}

/**
 * Whether its work was replayed from a tape, or rehearsed: such a batch says nothing about how long work takes, or how it goes.
 */
function isPlayed({ report }: CountedBatch): boolean {
  return report.phases.some(({ attempts }) => attempts.some(({ executor }) => isRehearsed(executor)));
}

function countedBatch({ report, isArchived }: CountedBatch): BatchStats['batches'][number] {
  const { batch, title, state, timeline, counts, usage } = report;
  return {
    batch: batch ?? 0,
    title: title ?? '',
    state: state ?? 'stopped',
    archived: isArchived,
    startedAt: timeline?.runs[0]?.startedAt ?? null,
    phases: counts.total,
    done: counts.done,
    attempts: usage.attempts,
    seconds: timeline?.seconds ?? 0,
    tokens: usage.tokens,
    costUsd: usage.costUsd,
  };
}

function countedFailures(batches: readonly CountedBatch[]): BatchStats['failures'] {
  const by = new Map<string, { words: string; count: number; phases: number; batches: number[] }>();
  for (const { report } of batches)
    for (const { kind, words, count, phases } of report.failures) {
      const known = by.get(kind) ?? { words, count: 0, phases: 0, batches: [] };
      known.count += count;
      known.phases += phases.length;
      known.batches.push(report.batch ?? 0);
      by.set(kind, known);
    }
  return [...by]
    .map(([kind, counts]) => ({ kind, ...counts }))
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

function slowest(done: readonly DonePhase[]): BatchStats['slow'] {
  return [...done]
    .sort((a, b) => b.phase.workSeconds - a.phase.workSeconds)
    .slice(0, MAX_SLOW)
    .map(({ batch, phase: { id, title, workSeconds, hours, attempts } }) => ({
      batch,
      phase: id,
      title,
      seconds: workSeconds,
      hours,
      attempts: attempts.length,
    }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function sumKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : sum(known);
}
