import {
  type Band,
  changeOf,
  makeReview,
  type Review,
  reaches,
  structuralFindings,
} from '../../batch/index.ts';
import { type Problem, success } from '../../diagnostics/index.ts';
import { systemClock } from '../../platform/index.ts';
import { expecting } from '../batches/expecting.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { readChange } from './change_source.ts';

/** What is told of a review. */
export type ReviewEvent = {
  readonly kind: 'reviewed';
  readonly review: Review;
  /** Whether the risk is at or above the band that was named. */
  readonly isOver: boolean;
  readonly problems: readonly Problem[];
};

/** What is to be reviewed, and from which risk on that is a failure. */
export type ReviewRequest = {
  /** A range, a commit, a file, `-`; without one, what is not committed. */
  readonly change?: string | undefined;
  readonly gate?: Band | undefined;
};

/** Reviews a change that no batch made. Reads, and writes nothing. */
export async function reviewChange(
  context: OperationContext,
  { change: wanted, gate }: ReviewRequest,
  port: Port<ReviewEvent>,
): Promise<VerbResult<'orchestrator.review/1'>> {
  const read = await expecting(() => readChange(context, wanted, port.signal));
  if (!read.ok) return read;
  const { subject, version, diff, heads, dropped, problems } = read.value;
  const change = changeOf(diff, heads);
  const at = new Date(systemClock.time()).toISOString();
  const review = makeReview({ at, subject, version }, { change, found: structuralFindings(change), dropped });
  const isOver = gate !== undefined && reaches(review.band, gate);
  await port.show({ kind: 'reviewed', review, isOver, problems });
  return success(makeDocument('orchestrator.review/1', { ok: !isOver, review, problems }));
}
