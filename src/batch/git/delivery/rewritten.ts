import { printableLine } from '../../../lib/index.ts';
import { baseRef, visibleBranch } from '../integration/index.ts';
import { deliveryProblem } from './delivery_problem.ts';

/** A commit that is no work of the batch's. */
export type ForeignCommit = { readonly commit: string; readonly subject: string };

/** How only what the batch did comes to a branch, without what came before it. @param batch - its number */
export function ownWorkHint(batch: number): string {
  return `To take only the batch's own work: git cherry-pick -m 1 $(git rev-list --reverse --first-parent ${baseRef(batch)}..${visibleBranch(batch)})`;
}

/**
 * The commits that would come along, and the ways out.
 *
 * @param options.branch - as a person writes it
 * @param options.isClean - whether git can merge them at all
 */
export function branchRewritten({
  batch,
  branch,
  brings,
  isClean,
}: {
  readonly batch: number;
  readonly branch: string;
  readonly brings: readonly ForeignCommit[];
  readonly isClean: boolean;
}) {
  const named = brings
    .slice(0, MOST_NAMED)
    .map(({ commit, subject }) => `${commit.slice(0, 12)} "${printableLine(subject).slice(0, 80)}"`);
  const more = brings.length > named.length ? ', and more' : '';
  const [what, them] = brings.length === 1 ? ['a commit', 'it'] : ['commits', 'them'];
  const message = `Batch ${batch} began at ${what} that ${printableLine(branch)} has not, or has no longer (amended, dropped, rebased), and a merge would bring ${them} back: ${named.join(', ')}${more}. Nothing was changed.`;
  const all = isClean ? '. To merge all the same: --allow-rewritten' : '';
  return deliveryProblem('branch-rewritten', message, `${ownWorkHint(batch)}${all}`);
}

const MOST_NAMED = 5;
