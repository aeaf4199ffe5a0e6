import type { BatchReport } from '../../generated/batch.report.ts';
import { reasonInWords } from '../../scheduling/index.ts';
import type { AttemptRecord, PhaseRecord } from '../../store/batch_state.ts';
import type { ReportPhase } from './facts.ts';

/** The most files reported as overlapping; a batch with more overlaps has one problem, which is reported anyway. */
export const MAX_OVERLAPS = 1000;

/** The files that several phases changed, by name. */
export function overlapsOf(phases: readonly ReportPhase[]): BatchReport['overlaps'] {
  const by = new Map<string, string[]>();
  for (const { id, state, changed } of phases)
    if (state === 'done') for (const file of changed) by.set(file, [...(by.get(file) ?? []), id]);
  return [...by]
    .filter(([, ids]) => ids.length > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_OVERLAPS)
    .map(([file, ids]) => ({ file, phases: ids }));
}

/** The reasons why attempts failed, by kind, the most frequent first. */
export function failuresOf(records: readonly PhaseRecord[]): BatchReport['failures'] {
  const by = new Map<string, { words: string; count: number; phases: Set<string> }>();
  for (const { phase, attempts } of records)
    for (const attempt of attempts) {
      if (attempt.failed === undefined) continue;
      const kind = attempt.failed.reason;
      const known = by.get(kind) ?? { words: reasonInWords(attempt), count: 0, phases: new Set() };
      known.count += 1;
      known.phases.add(phase.id);
      by.set(kind, known);
    }
  return [...by]
    .map(([kind, { words, count, phases }]) => ({ kind, words, count, phases: [...phases] }))
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

/** Estimates against the actual time of phases, by complexity; only of finished ones. */
export function estimatesOf(phases: readonly ReportPhase[]): BatchReport['estimates'] {
  const by = new Map<string | null, ReportPhase[]>();
  for (const phase of phases)
    if (phase.state === 'done') by.set(phase.complexity, [...(by.get(phase.complexity) ?? []), phase]);
  return [...by]
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || (`${a}` < `${b}` ? -1 : 1))
    .map(([complexity, done]) => ({
      complexity,
      phases: done.length,
      hours: sumOf(done.map(({ hours }) => hours)),
      actualHours: sumOf(done.map(({ workSeconds }) => workSeconds / 3600)),
      ratio: geometricMean(done.map(ratioOf)),
    }));
}

function rankOf(complexity: string | null): number {
  const rank = ['low', 'medium', 'high'].indexOf(complexity ?? '');
  return complexity === null ? 9 : rank < 0 ? 8 : rank;
}

/** Actual time over estimate; NaN where either is zero. */
export function ratioOf({ hours, workSeconds }: Pick<ReportPhase, 'hours' | 'workSeconds'>): number {
  return hours > 0 && workSeconds > 0 ? workSeconds / 3600 / hours : Number.NaN;
}

/** The mean of the numbers above zero; `null` where there are none. */
export function geometricMean(numbers: readonly number[]): number | null {
  const usable = numbers.filter((number) => number > 0 && Number.isFinite(number));
  if (usable.length === 0) return null;
  return Math.exp(sumOf(usable.map(Math.log)) / usable.length);
}

/** The usage of the attempts, in total and by executor. */
export function usageOf(
  phases: readonly ReportPhase[],
  records: readonly PhaseRecord[],
): BatchReport['usage'] {
  const attempts = phases.flatMap((phase) => phase.attempts);
  const executors = [...new Set(attempts.map(({ executor }) => executor))].sort();
  const seconds = secondsBy(records.flatMap((record) => record.attempts));
  return {
    attempts: attempts.length,
    tokens: sumKnown(attempts.map(({ tokens }) => tokens)),
    tokensOf: attempts.filter(({ tokens }) => tokens !== null).length,
    costUsd: sumKnown(attempts.map(({ costUsd }) => costUsd)),
    costOf: attempts.filter(({ costUsd }) => costUsd !== null).length,
    executors: executors.map((executor) => {
      const own = attempts.filter((attempt) => attempt.executor === executor);
      return {
        executor,
        attempts: own.length,
        merged: own.filter(({ state }) => state === 'merged').length,
        seconds: seconds.get(executor) ?? 0,
        tokens: sumKnown(own.map(({ tokens }) => tokens)),
        costUsd: sumKnown(own.map(({ costUsd }) => costUsd)),
      };
    }),
  };
}

function secondsBy(attempts: readonly AttemptRecord[]): ReadonlyMap<string, number> {
  const by = new Map<string, number>();
  for (const { executor, ended } of attempts)
    by.set(executor, (by.get(executor) ?? 0) + (ended?.seconds ?? 0));
  return by;
}

function sumKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : sumOf(known);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
