import {
  type BatchManifest,
  type BatchState,
  branchRewritten,
  type Delivery,
  type DeliveryProblemCode,
  deliver,
  type ExpectedErrorCode,
  finishDelivery,
  type HoldBatchCode,
  openApprovals,
  planDelivery,
  type RunCommand,
  readIntent,
  repositoryFilters,
  settledHead,
  settleHead,
  userPlace,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { realPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import {
  approvedContext,
  type BatchContext,
  type QuietBatchCode,
  whileHeld,
  withQuietBatch,
} from './batch_context.ts';

/** A merge of a batch that was made, or would be. */
export type BatchMerge = {
  readonly batch: number;
  readonly title: string;
  /** The branch's short name. */
  readonly branch: string;
  readonly from: string;
  readonly to: string;
  /** `finished`: an earlier, interrupted merge was completed. */
  readonly how: Delivery['how'] | 'finished';
  readonly files: Delivery['files'];
  /** Commits that the user removed from the branch or that were never in it, and that the merge adds. */
  readonly brings: Delivery['brings'];
  readonly ownWork: Delivery['ownWork'];
  /** The repository's own programs that git would run over the files, and that nobody has approved in this project yet. */
  readonly filters: readonly RunCommand[];
  readonly done: number;
  readonly phases: number;
  readonly warnings: readonly Problem[];
};

/** A merge that was planned and not made. */
export type PreparedMerge = { readonly batchContext: BatchContext; readonly merge: BatchMerge };

/** Error codes of {@link prepareBatchMerge}. */
export type PrepareBatchMergeCode =
  | QuietBatchCode
  | DeliveryProblemCode
  | 'head-elsewhere'
  | 'never-ran'
  | 'tape-departed';

/**
 * Plans how to merge a batch into the user's branch, and reports all obstacles. Changes nothing, and starts no program
 * that the repository configures.
 *
 * @param options.refuseRewritten - whether to refuse if the branch no longer contains the commit that the batch began at
 */
export function prepareBatchMerge(
  context: OperationContext,
  wanted: string,
  { refuseRewritten }: { readonly refuseRewritten: boolean },
): Promise<Result<PreparedMerge, PrepareBatchMergeCode>> {
  return withQuietBatch(context, wanted, async (batchContext, { state, warnings }) => {
    const unfinished = await unfinishedMerge(batchContext, state);
    if (unfinished !== undefined)
      return success({
        batchContext,
        merge: { ...unfinished, filters: await newFilters(batchContext), warnings },
      });
    const planned = await planMerge(batchContext, state);
    if (!planned.ok) return planned;
    const merge = {
      ...mergeOf(batchContext, state, planned.value),
      filters: await newFilters(batchContext),
      warnings,
    };
    if (refuseRewritten && merge.brings.length > 0)
      return failure('problems', branchRewritten({ ...merge, isClean: true }));
    return success({ batchContext, merge });
  });
}

/** Error codes of {@link carryOutMerge}. */
export type CarryOutMergeCode =
  | DeliveryProblemCode
  | ExpectedErrorCode
  | HoldBatchCode
  | 'head-elsewhere'
  | 'never-ran';

/** Merges the batch into the user's branch and files; first completes an interrupted merge. */
export async function carryOutMerge({
  batchContext: seen,
  merge: shown,
}: PreparedMerge): Promise<Result<BatchMerge, CarryOutMergeCode>> {
  const batchContext = approvedContext(seen);
  return whileHeld(batchContext, async ({ number, state, warnings }) => {
    const { worktrees } = batchContext;
    const settled = await settledHead(worktrees, state);
    const moved = settled.ok ? await settleHead(worktrees, number, settled.value) : settled;
    if (!moved.ok) return moved;
    const finished = await finishDelivery(worktrees, number);
    if (!finished.ok) return finished;
    const planned = await planMerge(batchContext, state);
    if (!planned.ok) return planned;
    const known = new Set(shown.brings.map(({ commit }) => commit));
    // Commits that were not shown are not merged.
    if (planned.value.brings.some(({ commit }) => !known.has(commit)))
      return failure(
        'problems',
        branchRewritten({ ...mergeOf(batchContext, state, planned.value), isClean: true }),
      );
    const delivered = await deliver(worktrees, number, planned.value);
    if (!delivered.ok) return delivered;
    const merge = mergeOf(batchContext, state, planned.value);
    if (finished.value === 'none' || merge.how !== 'already')
      return success({ ...merge, filters: [], warnings });
    const { from, to } = finished.value;
    return success({ ...merge, from, to, how: 'finished' as const, filters: [], warnings });
  });
}

async function planMerge(
  { stored, worktrees }: BatchContext,
  state: BatchState,
): Promise<Result<Delivery, DeliveryProblemCode | 'head-elsewhere' | 'never-ran'>> {
  const settled = await settledHead(worktrees, state);
  if (!settled.ok) return settled;
  const { head, base } = settled.value;
  const message = messageOf(stored.manifest, state);
  const began = state.origins.at(-1) ?? base;
  return planDelivery(worktrees, { batch: stored.number, began, head, message, work: mergesOf(state) });
}

/** The merge commits of done phases, in the order in which they were made. */
function mergesOf({ phases }: BatchState): string[] {
  const merges = phases.flatMap(({ progress, attempts }) => {
    if (progress.state !== 'done') return [];
    const { mergeReady, seq = 0 } = attempts[progress.attempt - 1] ?? {};
    return [{ commit: progress.mergedAs, seq: mergeReady?.seq ?? seq }];
  });
  return merges.sort((a, b) => a.seq - b.seq).map(({ commit }) => commit);
}

/** The filters that nobody has approved, here or for a run. */
async function newFilters({ context, project, worktrees }: BatchContext): Promise<RunCommand[]> {
  const { git, repository } = worktrees;
  const approvals = openApprovals(context.userFolder, realPath(project.root), () => new Date());
  const filters = await repositoryFilters(git, repository.top);
  return filters.filter((filter) => !approvals.isApproved(filter));
}

/** An interrupted merge, if the user is still on the same branch and commit. */
async function unfinishedMerge(
  batchContext: BatchContext,
  state: BatchState,
): Promise<Omit<BatchMerge, 'warnings' | 'filters'> | undefined> {
  const intent = await readIntent(batchContext.worktrees, batchContext.stored.number);
  if (intent === undefined) return undefined;
  const { branch, commit } = await userPlace(batchContext.worktrees);
  if (branch !== intent.branch || (commit !== intent.from && commit !== intent.to)) return undefined;
  const { from, to } = intent;
  return mergeOf(batchContext, state, {
    branch,
    from,
    to,
    how: 'finished',
    files: [],
    brings: [],
    ownWork: [],
  });
}

function mergeOf(
  { stored }: BatchContext,
  { phases }: BatchState,
  {
    branch,
    from,
    to,
    how,
    files,
    brings,
    ownWork,
  }: Omit<Delivery, 'how'> & { readonly how: BatchMerge['how'] },
): Omit<BatchMerge, 'warnings' | 'filters'> {
  const { batch, title } = stored.manifest;
  const done = phases.filter(({ progress }) => progress.state === 'done').length;
  const name = branch.replace(/^refs\/heads\//u, '');
  return { batch, title, branch: name, from, to, how, files, brings, ownWork, done, phases: phases.length };
}

function messageOf({ batch, title }: BatchManifest, { phases }: BatchState): string {
  const done = phases.filter(({ progress }) => progress.state === 'done');
  const lines = done.map(({ phase }) => `${phase.prp}: ${printableLine(phase.title).slice(0, 200)}\n`);
  return `Merge batch ${batch}: ${printableLine(title).slice(0, 200)}\n\n${lines.join('')}`;
}
