import { resolve } from 'node:path';
import { beginAt, reaches } from '../../batch/index.ts';
import { type AnyCode, type Failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { readText } from '../../platform/index.ts';
import { approvedContext, openBatchContext } from '../batches/batch_context.ts';
import { generateNewBatch } from '../batches/generate_new_batch.ts';
import { runWholeBatch } from '../batches/run_whole_batch.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import { batchOf } from '../orchestrate/earlier_work.ts';
import { problemsOf } from '../orchestrate/execute_task.ts';
import type { Port } from '../port.ts';
import type { BatchReviewEvent, BatchReviewRequest } from './batch_review_request.ts';
import { makeBatchReview, type Reviewed } from './make_batch_review.ts';
import type { FixPlan } from './write_fix_plan.ts';

/** The result of one fix round. */
export type FixRound = DocumentOf<'orchestrator.batch-review/1'>['rounds'][number];

/** The result of all rounds. */
export type FixRoundsResult = {
  /** The review that counts: that of the last reviewed batch. */
  readonly last: Reviewed;
  readonly rounds: readonly FixRound[];
  readonly problems: readonly Problem[];
  /** The failure that ended the rounds, if there was one. */
  readonly refused: Failure<AnyCode> | undefined;
};

/**
 * Carries out the plan that fixes the findings of a review, reviews the result, and so on, until nothing is left to fix, the gate
 * accepts it, or the rounds are used up. Each batch starts at the one that it fixes, so that the user's branch stays unchanged; a
 * run needs the usual consent. Batches of an earlier call are continued.
 */
export async function fixInRounds(
  context: OperationContext,
  request: BatchReviewRequest,
  first: Reviewed,
  port: Port<BatchReviewEvent>,
): Promise<FixRoundsResult> {
  const rounds: FixRound[] = [];
  const problems: Problem[] = [];
  const merge: number[] = first.plan?.isMerged === false ? [first.review.subject.batch ?? 0] : [];
  let last = first;
  let refused: FixRoundsResult['refused'];
  while (last.plan !== undefined) {
    const { plan } = last;
    await port.show({ kind: 'round', round: plan.round, file: plan.file });
    const made = await batchFor(context, request, { plan, head: last.head }, port);
    if (!made.ok) {
      refused = made;
      break;
    }
    const batch = made.value;
    const began = { round: plan.round, plan: plan.file, batch };
    const round: FixRound = { ...began, counts: null, score: null, band: null };
    const ran = await runRound(context, request, batch, port);
    if (!ran.ok) {
      rounds.push(round);
      refused = ran;
      break;
    }
    const { counts, notes } = ran.value;
    problems.push(...notes);
    if (counts === null || counts.done < counts.total) {
      rounds.push({ ...round, counts });
      problems.push(notDone(batch, counts));
      break;
    }
    merge.push(batch);
    const reviewed = await makeBatchReview(context, { ...request, batch: `${batch}` }, port);
    if (!reviewed.ok) {
      rounds.push({ ...round, counts });
      refused = reviewed;
      break;
    }
    last = reviewed.value;
    const { review } = last;
    rounds.push({ ...round, counts, score: review.score, band: review.band });
    const isOver = request.gate !== undefined && reaches(review.band, request.gate);
    await port.show({ kind: 'reviewed', review, isOver, problems: last.problems });
    if (last.plan !== undefined) await port.show({ kind: 'fix-plan', plan: last.plan });
  }
  const why = whyEnded(request, last, { isBroken: refused !== undefined || rounds.at(-1)?.score === null });
  await port.show({ kind: 'rounds-ended', why, merge: rounds.length === 0 ? [] : merge });
  return { last, rounds, problems, refused };
}

/**
 * The batch of a plan, new or from an earlier call, which starts at the batch that it fixes unless that is on the user's branch.
 */
async function batchFor(
  context: OperationContext,
  request: BatchReviewRequest,
  { plan, head }: { readonly plan: FixPlan; readonly head: string },
  port: Port<BatchReviewEvent>,
): Promise<Result<number, AnyCode>> {
  if (port.signal.aborted) return interrupted('Stopped before the next round; finished rounds are kept.');
  const read = readText(resolve(context.cwd, plan.file), LARGEST_PLAN, 'keep');
  const known = read.kind === 'text' ? await batchOf(context, read.text) : undefined;
  const { model, baseUrl, apiKeyFile } = request;
  const flags = {
    ...(model === undefined ? {} : { model }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKeyFile === undefined ? {} : { apiKeyFile }),
  };
  const generated =
    known === undefined
      ? await generateNewBatch(context, { file: plan.file, generate: true, ...flags }, port)
      : undefined;
  if (generated !== undefined && !generated.ok) return generated;
  const batch = known ?? generated?.value.batch ?? 0;
  if (plan.isMerged) return success(batch);
  const opened = await openBatchContext(context, `${batch}`);
  if (!opened.ok) return opened;
  const begun = await beginAt(approvedContext(opened.value).worktrees, batch, head);
  return begun.ok ? success(batch) : begun;
}

type RunOfRound = { readonly counts: FixRound['counts']; readonly notes: readonly Problem[] };

async function runRound(
  context: OperationContext,
  { run = {}, yes }: BatchReviewRequest,
  batch: number,
  port: Port<BatchReviewEvent>,
): Promise<Result<RunOfRound, AnyCode>> {
  const options = { ...run, ...(yes === undefined ? {} : { yes }), batch: `${batch}` };
  const ran = await runWholeBatch(context, options, {
    ...port,
    show: (event) => port.show({ kind: 'run', event }),
  });
  if (!ran.ok) return ran;
  if (port.signal.aborted) return interrupted('Stopped in the middle of a round; finished work is kept.');
  const { counts, problems } = ran.value;
  const notes = problemsOf({ problems });
  const shown = counts === null ? null : { done: counts.done, total: counts.total };
  return success({ counts: shown, notes });
}

/** The largest plan that is read again, in bytes. */
const LARGEST_PLAN = 256 * 1024 * 1024;

/** The reason why nothing more is fixed, in a sentence. */
function whyEnded(
  { gate }: BatchReviewRequest,
  { review, problems }: Reviewed,
  { isBroken }: { readonly isBroken: boolean },
): string {
  if (isBroken) return 'The last round did not finish.';
  if (problems.some(({ code }) => code === 'rounds-over')) return 'No rounds are left.';
  if (gate !== undefined && !reaches(review.band, gate))
    return `The risk is ${review.band}, which is below ${gate}.`;
  return 'Another round would not fix anything.';
}

function notDone(batch: number, counts: FixRound['counts']): Problem<'round-not-done'> {
  return {
    severity: 'error',
    code: 'round-not-done',
    message: `Batch ${batch}, which was to fix it, is not done: ${counts?.done ?? 0} of ${counts?.total ?? 0} phases. No further round was started.`,
    hint: `orchestrator batch decisions ${batch}`,
  };
}
