import { GitRefused } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { commitTree, treeOf } from './commits.ts';
import { mergeTrees, type TreeMerge } from './merge_trees.ts';

/** The result of taking phases out. No ref has moved in any case. */
export type UndoPlan =
  /** `nothingNew`: the head no longer contains any of their changes. */
  | { readonly kind: 'undone'; readonly commit: string; readonly tree: string; readonly nothingNew: boolean }
  | Exclude<TreeMerge, { kind: 'clean' }>;

/**
 * Takes phases out of a batch's head: creates a commit on top of it without their changes. The head only moves forward.
 *
 * @param options.merges - the commits that merged them, the last one first; `all` goes back to the tree of `base`
 */
export async function planUndo(
  context: WorktreeContext,
  options: {
    readonly head: string;
    readonly merges: readonly string[] | { readonly all: true; readonly base: string };
    readonly message: string;
  },
): Promise<UndoPlan> {
  const { head, merges, message } = options;
  try {
    const before = await treeOf(context, head);
    let tree = before;
    if ('all' in merges) tree = await treeOf(context, merges.base);
    else {
      for (const merge of merges) {
        const without = await takeOut(context, tree, merge);
        if (without.kind !== 'clean') return without;
        tree = without.tree;
      }
    }
    const commit = await commitTree(context, { tree, parents: [head], message });
    return { kind: 'undone', commit, tree, nothingNew: tree === before };
  } catch (error) {
    if (error instanceof GitRefused) return { kind: 'fault', why: error.message };
    throw error;
  }
}

/**
 * Returns a tree without the changes of a merge: a three-way merge with the merge's own tree as base, of the tree and of the
 * merge's first parent. The oldest supported git cannot be given a base, so the three become commits that have it.
 */
async function takeOut(context: WorktreeContext, tree: string, merge: string): Promise<TreeMerge> {
  const made = (of: string, parents: readonly string[]) =>
    commitTree(context, { tree: of, parents, message: 'A step of an undo\n' });
  const base = await made(await treeOf(context, merge), []);
  const ours = await made(tree, [base]);
  const theirs = await made(await treeOf(context, `${merge}^1`), [base]);
  // Commits with the same content in the same second are identical to git; so are the trees.
  if (ours === theirs) return { kind: 'clean', tree };
  return mergeTrees(context, { ours, theirs });
}
