import { GitRefused, gitFault } from '../../../platform/index.ts';
import { headRef, visibleBranch } from '../../store/refs.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { isAncestor } from './commits.ts';
import { type BatchRefs, readRefs } from './read_refs.ts';
import { updateRefs } from './update_refs.ts';

/** The result of moving a batch's head. */
export type HeadMove =
  /** The head is at the new commit. `visible`: whether the branch that shows it moved too, or why not. */
  | { readonly kind: 'moved'; readonly visible: 'moved' | { readonly 'not-moved': string } }
  /** Something else has moved it; it was left where it is. */
  | { readonly kind: 'elsewhere'; readonly actual: string | undefined }
  | { readonly kind: 'fault'; readonly why: string };

/**
 * Moves a batch's head from its expected commit, by compare-and-swap, and the branch that shows it, in one transaction. A branch
 * that was checked out, moved elsewhere or removed stays as it is; one that only stayed behind catches up. A head already at the
 * new commit is fine, so this can be repeated after a crash.
 */
export async function moveHead(
  context: WorktreeContext,
  { batch, from, to }: { readonly batch: number; readonly from: string | undefined; readonly to: string },
): Promise<HeadMove> {
  try {
    for (let again = false; ; again = true) {
      const refs = await readRefs(context, batch);
      if (refs.head !== to && refs.head !== from) return { kind: 'elsewhere', actual: refs.head };
      const obstacle = await obstacleTo(context, batch, refs, to);
      const visible = obstacle === undefined ? 'moved' : { 'not-moved': obstacle };
      const branch = `refs/heads/${visibleBranch(batch)}`;
      const updates = [
        ...(refs.head === to ? [] : [{ ref: headRef(batch), from, to }]),
        ...(obstacle === undefined && refs.visible !== to ? [{ ref: branch, from: refs.visible, to }] : []),
      ];
      if (updates.length === 0) return { kind: 'moved', visible };
      const fault = gitFault(await updateRefs(context, updates));
      if (fault === undefined) return { kind: 'moved', visible };
      // Another process interfered; the result is visible now. The branch alone must not keep the head from moving.
      if (again) return await headAlone(context, { batch, from, to }, fault);
    }
  } catch (error) {
    if (error instanceof GitRefused) return { kind: 'fault', why: error.message };
    throw error;
  }
}

async function headAlone(
  context: WorktreeContext,
  { batch, from, to }: { readonly batch: number; readonly from: string | undefined; readonly to: string },
  why: string,
): Promise<HeadMove> {
  const { head } = await readRefs(context, batch);
  if (head !== to) {
    if (head !== from) return { kind: 'elsewhere', actual: head };
    const fault = gitFault(await updateRefs(context, [{ ref: headRef(batch), from, to }]));
    if (fault !== undefined) return { kind: 'fault', why: fault };
  }
  return { kind: 'moved', visible: { 'not-moved': why } };
}

/** Returns why the visible branch must not be moved, or `undefined`. */
async function obstacleTo(
  context: WorktreeContext,
  batch: number,
  { base, head, visible, visibleIsLink, visibleAt }: BatchRefs,
  to: string,
): Promise<string | undefined> {
  const branch = visibleBranch(batch);
  if (visible === to) return undefined;
  // If the head is being recreated, the branch cannot have been removed on purpose.
  if (visible === undefined) return head === undefined ? undefined : `the branch ${branch} was removed`;
  if (visibleIsLink) return `${branch} is a name for another branch`;
  if (visibleAt !== undefined) return `the branch ${branch} is checked out in ${visibleAt}`;
  // It is where the last move of the head left it.
  if (visible === head) return undefined;
  const isOurs =
    (await isAncestor(context, visible, to)) &&
    (base === undefined || (await isAncestor(context, base, visible)));
  return isOurs ? undefined : `another process moved the branch ${branch}`;
}
