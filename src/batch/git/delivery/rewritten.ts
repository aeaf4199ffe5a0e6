import { printableLine } from '../../../lib/index.ts';
import { deliveryProblem } from './delivery_problem.ts';

/** A commit that is not the batch's work. */
export type ForeignCommit = { readonly commit: string; readonly subject: string };

/**
 * Explains how to bring only the batch's work to a branch, without commits from before it and without those the batch took over
 * since.
 *
 * @param work - the merges of its phases, the first one first; only those that changed files, as git stops at an empty one
 * @returns `undefined` if there are none
 */
export function ownWorkHint(work: readonly string[]): string | undefined {
  if (work.length === 0) return undefined;
  return `To take only the batch's own work: git cherry-pick -m 1 ${work.map((commit) => commit.slice(0, 16)).join(' ')}`;
}

/**
 * The problem of commits that would be included, with the ways to solve it.
 *
 * @param options.branch - as a person writes it
 * @param options.ownWork - as for {@link ownWorkHint}
 * @param options.isClean - whether git can merge them at all
 */
export function branchRewritten({
  batch,
  branch,
  brings,
  ownWork,
  isClean,
}: {
  readonly batch: number;
  readonly branch: string;
  readonly brings: readonly ForeignCommit[];
  readonly ownWork: readonly string[];
  readonly isClean: boolean;
}) {
  const named = brings
    .slice(0, MAX_NAMED)
    .map(({ commit, subject }) => `${commit.slice(0, 12)} "${printableLine(subject).slice(0, 80)}"`);
  const more = brings.length > named.length ? ', and more' : '';
  const [what, them] = brings.length === 1 ? ['a commit', 'it'] : ['commits', 'them'];
  const message = `Batch ${batch} began at ${what} that ${printableLine(branch)} does not have, or no longer has (amended, dropped, rebased), and a merge would bring ${them} back: ${named.join(', ')}${more}. Nothing was changed.`;
  const all = isClean ? 'To merge anyway: --allow-rewritten' : undefined;
  const ways = [ownWorkHint(ownWork), all].filter((way) => way !== undefined);
  return deliveryProblem('branch-rewritten', message, ways.length === 0 ? undefined : ways.join('. '));
}

const MAX_NAMED = 5;
