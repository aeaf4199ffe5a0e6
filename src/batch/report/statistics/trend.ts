import type { BatchStats } from '../../generated/batch.stats.ts';
import { geometricMean, ratioOf } from '../document/index.ts';
import { type CountedBatch, type DonePhase, donePhases, MIN_SAMPLE } from './counted_batch.ts';

/** The newer half of the batches against the older; none for a half with too few phases. */
export function trend(batches: readonly CountedBatch[]): BatchStats['trend'] {
  const half = Math.floor(batches.length / 2);
  const [older, newer] = [donePhases(batches.slice(0, half)), donePhases(batches.slice(half))];
  const tokensOf = ({ phase }: DonePhase) => phase.attempts.flatMap(({ tokens }) => tokens ?? []);
  const withTokens = (done: readonly DonePhase[]) => done.filter((each) => tokensOf(each).length > 0);
  const timed = (done: readonly DonePhase[]) => done.filter(({ phase }) => Number.isFinite(ratioOf(phase)));
  return [
    ...compared('first-try', [older, newer], (done) => {
      return done.filter(({ phase }) => phase.rung === 'first').length / done.length;
    }),
    ...compared('seconds', [older, newer], (done) => mean(done.map(({ phase }) => phase.workSeconds))),
    ...compared('tokens', [withTokens(older), withTokens(newer)], (done) => {
      return mean(done.map((each) => tokensOf(each).reduce((sum, tokens) => sum + tokens, 0)));
    }),
    ...compared('bias', [timed(older), timed(newer)], (done) => {
      return geometricMean(done.map(({ phase }) => ratioOf(phase))) ?? 1;
    }),
  ];
}

function compared(
  of: BatchStats['trend'][number]['of'],
  [older, newer]: readonly [readonly DonePhase[], readonly DonePhase[]],
  figure: (done: readonly DonePhase[]) => number,
): BatchStats['trend'] {
  if (older.length < MIN_SAMPLE || newer.length < MIN_SAMPLE) return [];
  return [{ of, before: figure(older), after: figure(newer), nBefore: older.length, nAfter: newer.length }];
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
