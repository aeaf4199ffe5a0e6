import { type Result, success } from '../../../diagnostics/index.ts';
import { gitFault, removeTree } from '../../../platform/index.ts';
import { bringClone } from './clone.ts';
import { setupPathspecs } from './setup_files.ts';
import { bringOutside, type SparseNeeds } from './sparse.ts';
import type { Isolation, Worktree } from './worktree.ts';
import { notMade, type WorktreeProblemCode, worktreeFailure } from './worktree_problem.ts';
import { isWorktree, ownRecord, worktreeEnvironment } from './worktree_record.ts';
import { createWorktree, type WorktreeContext, worktreePath } from './worktrees.ts';

/**
 * Brings a reused worktree to a commit: files that are not in the commit are removed, ignored ones are kept (installed packages,
 * caches), as in any working tree. The setup runs in a new one, and again when a file it depends on has changed. One that a gate
 * has broken is recreated.
 *
 * @param held - the name and the commit this run last brought it to; `undefined` recreates it
 */
export async function bringWorktree(
  context: WorktreeContext,
  {
    name,
    commit,
    held,
    needs,
    setup,
    isolation = 'worktree',
  }: {
    readonly name: string;
    readonly commit: string;
    readonly held: string | undefined;
    readonly needs?: SparseNeeds;
    /** The setup command. */
    readonly setup?: string | undefined;
    readonly isolation?: Isolation;
  },
  makeReady: (worktree: Worktree, again: boolean) => Promise<Result<undefined, WorktreeProblemCode>>,
): Promise<Result<Worktree, WorktreeProblemCode>> {
  const { git, repository, signal } = context;
  const worktree = worktreePath(repository, name, isolation);
  const env = worktreeEnvironment(repository, worktree);
  if (held === undefined || env === undefined || !isWorktree(repository, worktree)) {
    const made = await createWorktree(context, { name, commit, isolation, ...(needs && { needs }) });
    if (!made.ok) return made;
    const ready = await makeReady(made.value, false);
    return ready.ok ? made : ready;
  }
  const steps = [
    ...(worktree.isClone ? [] : [['reset', '--quiet', '--hard', '--no-recurse-submodules', commit]]),
    // Forced twice: also removes repositories that a gate made.
    ['clean', '--quiet', '-ffd'],
  ];
  // A sandbox's copy of its record belongs to the earlier commit.
  await removeTree(ownRecord(repository, name));
  let fault = worktree.isClone ? await bringClone({ git, signal }, worktree, { commit, env }) : undefined;
  for (const step of steps) fault ??= gitFault(await git.run(worktree.path, step, { signal, env }));
  if (needs !== undefined) fault ??= await bringOutside(context, worktree, { commit, needs });
  if (fault !== undefined) {
    if (signal.aborted) return worktreeFailure('interrupted', 'interrupted', 'It was cancelled.');
    return notMade(worktree, fault);
  }
  // Without a command, no change of the files requires the setup again.
  if (setup === undefined) return success(worktree);
  const paths = setupPathspecs(setup, repository);
  const changed = await git.run(repository.top, ['diff', '--name-only', held, commit, '--', ...paths], {
    signal,
  });
  const isSame = changed.kind === 'ended' && changed.code === 0 && changed.stdout.length === 0;
  if (isSame) return success(worktree);
  const ready = await makeReady(worktree, true);
  return ready.ok ? success(worktree) : ready;
}
