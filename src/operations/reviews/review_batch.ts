import { reaches } from '../../batch/index.ts';
import { type AnyCode, failure, type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import { catchRefusals } from '../batches/catch_refusals.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import type { BatchReviewEvent, BatchReviewRequest } from './batch_review_request.ts';
import { fixInRounds } from './fix_in_rounds.ts';
import { makeBatchReview, type Reviewed } from './make_batch_review.ts';

/**
 * Reviews a batch as it is now, and saves the review in the batch's folder. Starts nothing but git, unless gates are to be run
 * again or findings to be fixed in rounds, which a person has to approve.
 */
export async function reviewBatch(
  context: OperationContext,
  request: BatchReviewRequest,
  port: Port<BatchReviewEvent>,
): Promise<VerbResult<'orchestrator.batch-review/1', AnyCode>> {
  if (hasIdleRun(request))
    return { ...failure('usage', IDLE_RUN), known: { batch: numberOf(request.batch) } };
  const done = await catchRefusals(() => makeBatchReview(context, request, port));
  if (!done.ok) return { ...done, known: { batch: numberOf(request.batch) } };
  const first = done.value;
  const isOver = isOverGate(first, request);
  await port.show({ kind: 'reviewed', review: first.review, isOver, problems: first.problems });
  if (first.plan !== undefined) await port.show({ kind: 'fix-plan', plan: first.plan });
  const { batch } = first.review.subject;
  const inRounds =
    request.rounds === undefined ? undefined : await fixInRounds(context, request, first, port);
  const { review, kept, plan, problems: own } = inRounds?.last ?? first;
  const fields = { batch, review, kept, followUp: plan?.file ?? null, rounds: [...(inRounds?.rounds ?? [])] };
  const problems = sortProblems([...own, ...(inRounds?.problems ?? [])]);
  if (inRounds?.refused !== undefined) {
    const { cause, problems: why } = inRounds.refused;
    return { ...failure(cause, ...problems, ...why), known: fields };
  }
  const ok = !isOverGate({ review }, request) && isSound(problems, false);
  return success(makeDocument('orchestrator.batch-review/1', { ok, ...fields, problems }));
}

/** Whether there are flags of a run although nothing is run; gates that run again take their sandbox from them as well. */
function hasIdleRun({ run, rounds, loadBearing = false, union = false }: BatchReviewRequest): boolean {
  if (run === undefined || rounds !== undefined) return false;
  return !(loadBearing || union) || Object.keys(run).some((flag) => flag !== 'sandbox');
}

function isOverGate({ review }: Pick<Reviewed, 'review'>, { gate }: BatchReviewRequest): boolean {
  return gate !== undefined && reaches(review.band, gate);
}

const IDLE_RUN: Problem<'flag-without-effect'> = {
  severity: 'error',
  code: 'flag-without-effect',
  message:
    'The flags of a run (--executor and the like) would have no effect: nothing is run without --fix and --rounds; --sandbox is for --load-bearing and --union as well.',
};

function numberOf(wanted: string): number | null {
  return /^[1-9]\d{0,8}$/u.test(wanted) ? Number(wanted) : null;
}
