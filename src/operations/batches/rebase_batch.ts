import {
  commitTree,
  foreignCommits,
  type HeldBatch,
  isAncestor,
  mergeTrees,
  moveHead,
  settledHead,
  settleHead,
  visibleBranch,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { gitUnusable } from '../../platform/index.ts';
import { type BatchContext, headNotMoved } from './batch_context.ts';

/** A batch's head before and after rebasing onto the user's branch; the same if it already contained everything. */
export type BatchRebase = { readonly from: string; readonly to: string };

/** Error codes of {@link rebaseBatch}. */
export type RebaseBatchCode =
  | 'branch-rewritten'
  | 'git-unusable'
  | 'head-elsewhere'
  | 'head-not-moved'
  | 'head-unsettled'
  | 'journal-disturbed'
  | 'journal-unwritable'
  | 'never-ran'
  | 'rebase-conflict';

/**
 * Adds the commits made on the user's branch since the batch began, so that phases not started yet build on them. Completed
 * work stays. The caller has to hold the batch.
 */
export async function rebaseBatch(
  { worktrees, stored }: BatchContext,
  { state, record }: HeldBatch,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Result<BatchRebase, RebaseBatchCode>> {
  const batch = stored.number;
  const origin = worktrees.repository.head;
  const settled = await settledHead(worktrees, state);
  if (!settled.ok) return settled;
  const { head: from, base } = settled.value;
  if (await isAncestor(worktrees, origin, from)) return success({ from, to: from });
  // A batch without work has nothing to merge: it begins again at the branch.
  const began = state.origins.at(-1) ?? base;
  const hasWork = from !== began;
  const gone = hasWork ? await foreignCommits(worktrees, origin, began) : [];
  if (gone.length > 0) return failure('problems', rewritten(batch));
  let to = origin;
  if (hasWork && !(await isAncestor(worktrees, from, origin))) {
    const merge = await mergeTrees(worktrees, { ours: from, theirs: origin });
    if (merge.kind === 'fault') return failure('environment', gitUnusable(merge.why));
    if (merge.kind === 'conflict')
      return failure('problems', ...merge.files.map((file) => conflict(file, batch)));
    const message = `Take over ${origin.slice(0, 12)} into batch ${batch}\n`;
    to = await commitTree(worktrees, { tree: merge.tree, parents: [from, origin], message });
  }
  if (dryRun) return success({ from, to });
  const moved = await settleHead(worktrees, batch, settled.value);
  if (!moved.ok) return moved;
  // Recorded first: after a crash in between, the next process completes it.
  const said = await record({ event: 'head-moved', from, to, undone: [], origin, why: 'rebase' });
  if (!said.ok) return said;
  const move = await moveHead(worktrees, { batch, from, to });
  if (move.kind === 'moved') return success({ from, to });
  const recorded = 'It is recorded that the batch takes your branch over';
  return failure('environment', headNotMoved(recorded, batch, move));
}

function rewritten(batch: number): Problem<'branch-rewritten'> {
  return {
    severity: 'error',
    code: 'branch-rewritten',
    message: `The commit that batch ${batch} began at is not, or no longer, in your branch (amended, dropped, rebased), so rebasing the batch would bring it back. Nothing was changed.`,
    hint: 'Make a new batch of the remaining phases: orchestrator batch generate <plan>',
  };
}

function conflict(file: string, batch: number): Problem<'rebase-conflict'> {
  return {
    severity: 'error',
    code: 'rebase-conflict',
    message: 'Your branch and the batch both changed it in the same places. Nothing was changed.',
    file,
    hint: `Merge the batch into your branch first (git merge ${visibleBranch(batch)}), and make a new batch of the remaining phases.`,
  };
}
