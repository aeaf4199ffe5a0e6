import { countOf, durationInWords } from '../../../lib/index.ts';
import type { BatchStats } from '../../generated/batch.stats.ts';
import { type DonePhase, MIN_SAMPLE, median } from './counted_batch.ts';

/** The most names in advice of one kind. */
const MAX_NAMED = 5;

/** Remedies for each kind of failure. */
const REMEDIES: Readonly<Record<string, string>> = {
  gate: "Say in the steps what the gates check, or make phases smaller: agents' work does not pass.",
  'merged-gate':
    'Declare the files that phases share, or make them depend on each other: they pass alone but not together.',
  conflict: 'Make phases that change the same files depend on each other: plan check names them.',
  scope: 'Declare the files that the work really needs: agents change others as well.',
  empty: 'Say what to change, or mark phases that only verify with Files Modified: None.',
  idle: 'Give attempts more time without output (--idle), or make long commands print progress.',
  'over-limit': 'Give attempts more time, or make phases smaller.',
  limited: 'Run fewer at a time, or use an executor with another account as fallback (--fallback).',
  authentication: 'Check the keys: orchestrator doctor shows which work.',
  tampering: 'Keep the checks in files that no phase declares.',
  worktree: 'Check the setup command: worktrees could not be set up.',
  'claimed-failure': 'Read what the agents report: orchestrator batch results.',
};

/** Advice from the statistics, each piece with its evidence. None is derived from fewer than five cases. */
export function advice(
  stats: Pick<BatchStats, 'failures' | 'gates' | 'firstTry' | 'bias' | 'trend'>,
  done: readonly DonePhase[],
): BatchStats['advice'] {
  return [
    ...failureAdvice(stats),
    ...firstTryAdvice(stats),
    ...gateAdvice(stats),
    ...biasAdvice(stats),
    ...slowAdvice(done),
  ];
}

function failureAdvice({ failures }: Pick<BatchStats, 'failures'>): BatchStats['advice'] {
  return failures.flatMap(({ kind, words, count, phases, batches }) => {
    const what = REMEDIES[kind];
    if (count < MIN_SAMPLE || what === undefined) return [];
    const evidence = `${countOf(count, 'attempt')} at ${countOf(phases, 'phase')}: ${words} (${batchesText(batches)})`;
    return [{ what, evidence, n: count }];
  });
}

function firstTryAdvice({
  firstTry: { rate, done, first },
}: Pick<BatchStats, 'firstTry'>): BatchStats['advice'] {
  if (rate === null || rate >= 0.5) return [];
  const what = 'Review plans before they run: most phases need more than one attempt.';
  return [{ what, evidence: `${first} of ${countOf(done, 'phase')} done at the first attempt`, n: done }];
}

function gateAdvice({ gates }: Pick<BatchStats, 'gates'>): BatchStats['advice'] {
  return gates
    .filter(({ neverFails }) => neverFails)
    .slice(0, MAX_NAMED)
    .map(({ command, runs, before, batches }) => ({
      what: `Check whether this gate can fail at all, and use one that is red before the work: ${command}`,
      evidence: `green in all ${runs} runs${before > 0 ? ', before the change as well' : ''} (${batchesText(batches)})`,
      n: runs,
    }));
}

function biasAdvice({ bias }: Pick<BatchStats, 'bias'>): BatchStats['advice'] {
  const [all, ...groups] = bias;
  if (all?.ratio == null) return [];
  const by = groups.flatMap(({ complexity, ratio, n }) =>
    ratio === null ? [] : [`${complexity}: × ${figure(ratio)} (${n})`],
  );
  const evidence = `phases took × ${figure(all.ratio)} of their estimates${by.length === 0 ? '' : `; ${by.join(', ')}`}`;
  if (all.ratio > 0.8 && all.ratio < 1.25) return [];
  return [
    {
      what: 'Plan with what phases really take: orchestrator plan simulate PLAN --calibrated',
      evidence,
      n: all.n,
    },
  ];
}

function slowAdvice(done: readonly DonePhase[]): BatchStats['advice'] {
  if (done.length < MIN_SAMPLE) return [];
  const middle = median(done.map(({ phase }) => phase.workSeconds)) ?? 0;
  const slow = done
    .filter(({ phase }) => middle > 0 && phase.workSeconds > 3 * middle)
    .sort((a, b) => b.phase.workSeconds - a.phase.workSeconds);
  if (slow.length === 0) return [];
  const named = slow
    .slice(0, MAX_NAMED)
    .map(({ batch, phase }) => `${batch}/${phase.id} ${durationInWords(phase.workSeconds * 1000)}`);
  const evidence = `${countOf(slow.length, 'phase')} took more than three times the median of ${durationInWords(middle * 1000)}: ${named.join(', ')}`;
  return [{ what: 'Split phases like these: they delay what depends on them.', evidence, n: done.length }];
}

function figure(ratio: number): string {
  return ratio >= 0.095 ? ratio.toFixed(2) : ratio.toPrecision(1);
}

function batchesText(batches: readonly number[]): string {
  const named = batches.slice(-MAX_NAMED);
  return `${batches.length > named.length ? 'the last: ' : ''}${named.length === 1 ? 'batch' : 'batches'} ${named.join(', ')}`;
}
