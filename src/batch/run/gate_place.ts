import {
  bringClone,
  differs,
  mendWorktree,
  type Worktree,
  worktreeEnvironment,
} from '../git/worktrees/index.ts';
import { bringBack } from '../verify/index.ts';
import type { Run } from './types.ts';

/** Where gates run, and on what. */
export type GatePlace = {
  readonly where: 'attempt' | 'merged';
  readonly worktree: Worktree;
  /** The commit whose files are there. */
  readonly commit: string;
};

/** Has a gate find a worktree where it runs: git, called by it, must not take the user's working tree for it. */
export async function readyForGate(
  { git, rules, repository }: Run,
  { worktree, commit }: GatePlace,
): Promise<void> {
  const { signal } = new AbortController();
  // What the gate of a run that was killed has left; git has it elsewhere.
  if (rules.inPlace) await bringBack(worktree.project);
  else await mendWorktree({ git, repository, signal }, worktree, commit);
}

/**
 * Puts files of the merged tree back that a gate has changed: the next one would judge something else than what is merged. Files
 * that a gate made beside them stay, as a build does for the tests behind it.
 *
 * @returns whether there were any
 */
export async function putBack(
  { git, rules, repository }: Run,
  { worktree, commit }: GatePlace,
): Promise<boolean> {
  const env = rules.inPlace ? undefined : worktreeEnvironment(repository, worktree);
  if (env === undefined) return false;
  if (worktree.isClone) {
    const { signal } = new AbortController();
    if (!(await differs({ git, signal }, worktree, { commit, env }))) return false;
    await bringClone({ git, signal }, worktree, { commit, env });
    return true;
  }
  let isChanged = false;
  const take = () => {
    isChanged = true;
  };
  const look = ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=all'];
  await git.records(worktree.path, look, take, { env });
  if (!isChanged) return false;
  await git.run(worktree.path, ['reset', '--quiet', '--hard', '--no-recurse-submodules'], { env });
  return true;
}
