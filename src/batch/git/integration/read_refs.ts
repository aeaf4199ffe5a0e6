import { GitRefused } from '../../../platform/index.ts';
import { baseRef, headRef, visibleRef } from '../../store/refs.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';

/** Where a batch's refs are; `undefined` for one that is not there. */
export type BatchRefs = {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly visible: string | undefined;
  /** The branch is a name for another branch, which is not the program's to move. */
  readonly visibleIsLink: boolean;
  /** The folder of the working tree where it is checked out. */
  readonly visibleAt: string | undefined;
};

/** Reads a batch's refs. @throws when git can't be asked */
export async function readRefs(
  { git, repository, signal }: WorktreeContext,
  batch: number,
): Promise<BatchRefs> {
  const names = [baseRef(batch), headRef(batch), visibleRef(batch)];
  const format = '--format=%(refname)%09%(objectname)%09%(symref)%09%(worktreepath)';
  const outcome = await git.run(repository.top, ['for-each-ref', format, ...names], { signal });
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  const lines = outcome.stdout.toString('utf8').split('\n');
  const [base, head, visible] = names.map((name) =>
    lines.map((line) => line.split('\t')).find(([ref]) => ref === name),
  );
  return {
    base: base?.[1],
    head: head?.[1],
    visible: visible?.[1],
    visibleIsLink: (visible?.[2] ?? '') !== '',
    visibleAt: visible?.slice(3).join('\t') || undefined,
  };
}
