import { GitRefused, gitFault } from '../../../platform/index.ts';
import { deliveryRef } from '../../store/refs.ts';
import { commitTree, treeOf, updateRefs } from '../integration/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { said } from './user_tree.ts';

/** A delivery that has begun, as recorded until it is over. */
export type Intent = {
  /** The commit that records it. */
  readonly record: string;
  readonly branch: string;
  readonly from: string;
  readonly to: string;
};

/*
 * It is recorded as a commit under a ref, not as a file: a cloned repository can contain files but no ref of this kind, and git
 * keeps both commits meanwhile. Its parents are the branch's old and new commit.
 */

/** Records the intent. @throws when it cannot be recorded */
export async function keepIntent(
  context: WorktreeContext,
  batch: number,
  { branch, from, to }: Omit<Intent, 'record'>,
): Promise<Intent> {
  const tree = await treeOf(context, to);
  const record = await commitTree(context, { tree, parents: [from, to], message: `${branch}\n` });
  const outcome = await updateRefs(context, [{ ref: deliveryRef(batch), from: undefined, to: record }]);
  if (gitFault(outcome) !== undefined) throw new GitRefused(outcome);
  return { record, branch, from, to };
}

/** Returns the delivery that was begun but not finished. @throws when git cannot be run */
export async function readIntent(context: WorktreeContext, batch: number): Promise<Intent | undefined> {
  const ref = ['rev-parse', '--verify', '--quiet', deliveryRef(batch)];
  const record = await said(context, ref, [0, 1]);
  if (record === '') return undefined;
  const shown = await said(context, ['show', '--no-patch', '--no-notes', '--format=%P%n%s', record]);
  const [parents = '', branch = ''] = shown.split('\n');
  const [from = '', to = ''] = parents.split(' ');
  return { record, branch, from, to };
}

/** Removes the record: the delivery is done, or the user has moved on without it. @throws when it cannot be removed */
export async function dropIntent(context: WorktreeContext, batch: number, { record }: Intent): Promise<void> {
  const update = { ref: deliveryRef(batch), from: record, to: undefined };
  const fault = gitFault(await updateRefs(context, [update]));
  if (fault !== undefined) throw new GitRefused(fault);
}
