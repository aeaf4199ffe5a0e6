import { GitRefused } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { commitTree, treeOf } from './commits.ts';
import { mergeTrees, type TreeMerge } from './merge_trees.ts';

/** What taking phases out came to. No ref has moved in any case. */
export type UndoPlan =
  /** `nothingNew`: the head has nothing of them any more. */
  | { readonly kind: 'undone'; readonly commit: string; readonly tree: string; readonly nothingNew: boolean }
  | Exclude<TreeMerge, { kind: 'clean' }>;

/**
 * Takes phases out of a batch's head: a commit on top of it without what they brought. The head only moves forward.
 *
 * @param options.merges - the commits by which they were merged, the last one first; `all` goes back to the tree of `base`
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
 * A tree without what a merge brought: a three-way merge over the merge's own tree, of the tree and of what was before it. The
 * oldest git that the program works with takes no base from its caller, so the three are made commits that have it.
 */
async function takeOut(context: WorktreeContext, tree: string, merge: string): Promise<TreeMerge> {
  const made = (of: string, parents: readonly string[]) =>
    commitTree(context, { tree: of, parents, message: 'A step of an undo\n' });
  const base = await made(await treeOf(context, merge), []);
  const ours = await made(tree, [base]);
  const theirs = await made(await treeOf(context, `${merge}^1`), [base]);
  // Git can tell commits of the same content and second apart by nothing; the trees say the same.
  if (ours === theirs) return { kind: 'clean', tree };
  return mergeTrees(context, { ours, theirs });
}
