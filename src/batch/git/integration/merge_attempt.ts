import { GitRefused } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { commitTree, treeOf } from './commits.ts';
import { mergeTrees, type TreeMerge } from './merge_trees.ts';

/** The result of merging an attempt. No ref has moved in any case. */
export type AttemptMerge =
  | {
      readonly kind: 'merged';
      readonly commit: string;
      readonly tree: string;
    }
  | Exclude<TreeMerge, { kind: 'clean' }>;

/**
 * Merges an attempt with the batch's head into a commit of both, even if a fast-forward is possible: one phase is one commit on
 * the line of first parents.
 *
 * @param options.attempt - its commit; the head itself for one that changed nothing
 * @param options.base - where the attempt began. If the head is still there, there is nothing to merge with.
 */
export async function mergeAttempt(
  context: WorktreeContext,
  options: {
    readonly head: string;
    readonly attempt: string;
    readonly base: string;
    readonly message: string;
  },
): Promise<AttemptMerge> {
  const { head, attempt, base, message } = options;
  try {
    const merge: TreeMerge =
      attempt === head || base === head
        ? { kind: 'clean', tree: await treeOf(context, attempt) }
        : await mergeTrees(context, { ours: head, theirs: attempt });
    if (merge.kind !== 'clean') return merge;
    const { tree } = merge;
    const commit = await commitTree(context, { tree, parents: [head, attempt], message });
    return { kind: 'merged', commit, tree };
  } catch (error) {
    if (error instanceof GitRefused) return { kind: 'fault', why: error.message };
    throw error;
  }
}
