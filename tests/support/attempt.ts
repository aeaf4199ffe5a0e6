import { join } from 'node:path';
import { openRepository } from '../../src/batch/git/worktrees/repository.ts';
import { createWorktree } from '../../src/batch/git/worktrees/worktrees.ts';
import type { VerifyContext } from '../../src/batch/verify/index.ts';
import { takeSnapshot } from '../../src/batch/verify/index.ts';
import { createGit } from '../../src/platform/index.ts';
import { cleanEnvironment } from './program.ts';
import { asUser, repositoryWith } from './repository.ts';

const git = createGit({ ...cleanEnvironment('/nonexistent'), GIT_CONFIG_GLOBAL: '/dev/null' });

/** A worktree of a user's repository, as an attempt finds it. */
export type Attempt = {
  readonly ground: VerifyContext;
  /** The user's repository. */
  readonly folder: string;
  /** The top of the attempt's worktree. */
  readonly path: string;
  readonly base: string;
};

/**
 * Makes a repository with one commit of these files, and a worktree of it.
 *
 * @param prepare - changes the repository further before the worktree is made
 * @param project - the project's folder in it
 */
export async function beginAttempt(
  files: Readonly<Record<string, string>>,
  { prepare = () => {}, project = '' }: { prepare?: (folder: string) => void; project?: string } = {},
): Promise<Attempt> {
  const folder = repositoryWith(files);
  prepare(folder);
  const repository = await openRepository(git, join(folder, project));
  if (!repository.ok) throw new Error(repository.problems[0]?.message);
  const signal = new AbortController().signal;
  const context = { git, repository: repository.value, signal };
  const base = repository.value.head;
  const worktree = await createWorktree(context, { name: '1-PRP-1.1.1-1', commit: base });
  if (!worktree.ok) throw new Error(worktree.problems[0]?.message);
  const ground = { ...context, worktree: worktree.value };
  return { ground, folder, path: worktree.value.path, base };
}

/** Takes a snapshot; a failure fails the test. */
export async function snapshotOf({ ground, base }: Attempt, left: readonly string[] = []) {
  const taken = await takeSnapshot(ground, { base, left, message: 'PRP-1.1.1: attempt 1' });
  if (!taken.ok) throw new Error(taken.problems[0]?.message);
  const { commit, changes, embedded } = taken.value;
  return {
    ...taken.value,
    embedded,
    /** `path change`, in order. */
    told: changes.map(({ path, change }) => `${path} ${change}`),
    /** The content of one of its files. */
    text: (path: string) => asUser(ground.repository.top, 'cat-file', 'blob', `${commit}:${path}`),
    /** Mode and path of each entry. */
    entries: () =>
      asUser(ground.repository.top, 'ls-tree', '-r', '-z', '--format=%(objectmode) %(path)', taken.value.tree)
        .split('\0')
        .filter((entry) => entry !== ''),
  };
}
