import { basename, dirname, join } from 'node:path';
import { type Result, success } from '../../../diagnostics/index.ts';
import {
  describeSystemError,
  entryKind,
  type Git,
  gitFault,
  isRefusedByMachine,
  isWithin,
  makeFolders,
  namesIn,
  realPath,
  removeTree,
  waitForLock,
} from '../../../platform/index.ts';
import { bringClone, makeCloneRepository } from './clone.ts';
import type { Repository } from './repository.ts';
import { bringOutside, type SparseNeeds } from './sparse.ts';
import type { Isolation, Worktree } from './worktree.ts';
import { notMade, type WorktreeProblemCode, worktreeFailure } from './worktree_problem.ts';
import { ownRecord, recordedWorktrees, worktreeEnvironment } from './worktree_record.ts';

/** The access to git for a repository; the signal ends waits. */
export type WorktreeContext = {
  readonly git: Git;
  readonly repository: Repository;
  readonly signal: AbortSignal;
};

/** The name of an attempt's worktree. */
export function worktreeName({
  batch,
  prp,
  attempt,
}: {
  batch: number;
  prp: string;
  attempt: number;
}): string {
  return `${batch}-${prp}-${attempt}`;
}

/**
 * Creates a worktree at a commit. The remains of an interrupted creation under that name are removed first. The user's branch,
 * index and files are left alone. Submodules stay empty, a sparse checkout stays as sparse as the user's except for needed files,
 * and filters (LFS) run as the user has configured them; one that fails is a failure. Nothing is left behind on failure. A clone
 * is not a working tree of the user's repository but a repository of its own, which shares the user's objects.
 */
export async function createWorktree(
  { git, repository, signal }: WorktreeContext,
  {
    name,
    commit,
    needs,
    isolation = 'worktree',
  }: {
    readonly name: string;
    readonly commit: string;
    readonly needs?: SparseNeeds;
    readonly isolation?: Isolation;
  },
): Promise<Result<Worktree, WorktreeProblemCode>> {
  const folder = worktreesFolder(repository);
  if (folder === undefined) return outside(repository);
  const worktree = worktreeIn(folder, repository, name, isolation);
  let isRefused = false;
  const undo = async (why: string) => {
    // Clean up even after the call was aborted.
    await removeWorktree({ repository, signal: new AbortController().signal }, name);
    if (signal.aborted) return worktreeFailure('interrupted', 'interrupted', 'It was cancelled.');
    return notMade(worktree, why, isRefused);
  };
  const lock = await waitForLock(lockFolder(repository), signal);
  if (lock === undefined) return worktreeFailure('interrupted', 'interrupted', 'It was cancelled.');
  let fault: string | undefined;
  try {
    makeFolders(folder);
    await forget(repository, worktree.path);
    if (isolation === 'clone') {
      // The exclusive part ends here: no other process writes its files.
      fault = await makeCloneRepository({ git, repository, signal }, worktree, commit);
    } else {
      // Only its registration is exclusive; files are checked out while others begin.
      const args = [...WHOLE_PATHS, 'worktree', 'add', '--quiet', '--detach', '--no-checkout'];
      args.push(worktree.path, commit);
      fault = gitFault(await git.run(repository.top, args, { signal, isRepeatable: true }));
    }
  } catch (error) {
    isRefused = isRefusedByMachine(error);
    fault = describeSystemError(error);
  } finally {
    lock.release();
  }
  if (fault !== undefined) return undo(fault);
  const env = worktreeEnvironment(repository, worktree);
  const checkOut = ['reset', '--quiet', '--hard', '--no-recurse-submodules'];
  if (env === undefined) fault = 'it is gone';
  else if (worktree.isClone) fault = await bringClone({ git, signal }, worktree, { commit, env });
  else fault = gitFault(await git.run(worktree.path, checkOut, { signal, env, isRepeatable: true }));
  if (fault === undefined && needs !== undefined)
    fault = await bringOutside({ git, repository, signal }, worktree, { commit, needs });
  if (fault !== undefined) return undo(fault);
  // Git has no empty folders: the project may have nothing in it yet.
  makeFolders(worktree.project);
  return success(worktree);
}

/** Newer versions can be configured to write relative ones, which are not recognized here. */
const WHOLE_PATHS = ['-c', 'worktree.useRelativePaths=false'];

/** Removes a worktree, whatever its state, and git's record of it. A missing one is fine. */
export async function removeWorktree(
  { repository, signal }: Pick<WorktreeContext, 'repository' | 'signal'>,
  name: string,
): Promise<Result<undefined, WorktreeProblemCode>> {
  const folder = worktreesFolder(repository);
  if (folder === undefined) return outside(repository);
  const { path } = worktreeIn(folder, repository, name);
  const lock = await waitForLock(lockFolder(repository), signal);
  if (lock === undefined) return worktreeFailure('interrupted', 'interrupted', 'It was cancelled.');
  try {
    await forget(repository, path);
    return success(undefined);
  } catch (error) {
    return worktreeFailure(
      'environment',
      'worktree-not-removed',
      `The worktree ${path} cannot be removed: ${describeSystemError(error)}.`,
      'Remove the folder by hand, then run: git worktree prune',
    );
  } finally {
    lock.release();
  }
}

/** Returns the names of all worktrees this program made here: those with a folder, and those that only git has a record of. */
export function listWorktrees({ repository }: Pick<WorktreeContext, 'repository'>): string[] {
  const folder = worktreesFolder(repository);
  if (folder === undefined) return [];
  const remembered = recordedWorktrees(repository)
    .filter(({ path }) => path === join(folder, basename(path)))
    .map(({ path }) => basename(path));
  const names = [...namesIn(folder), ...remembered].filter((name) => NAME.test(name));
  return [...new Set(names)].sort();
}

/** Returns the path of a worktree of that name, existing or not. @throws when the name is invalid */
export function worktreePath(
  repository: Repository,
  name: string,
  isolation: Isolation = 'worktree',
): Worktree {
  return worktreeIn(join(repository.project, '.orchestrator', 'worktrees'), repository, name, isolation);
}

/**
 * The folder for objects made in a worktree whose sandbox may not write the repository's. They are removed with the worktree,
 * whichever run made them: a killed run has removed nothing.
 */
export function ownObjects({ project }: Repository, name: string): string {
  return join(project, '.orchestrator', 'objects', name);
}

/** Returns the folder of this project's worktrees; `undefined` if a link would lead them out of the project. */
function worktreesFolder({ project }: Repository): string | undefined {
  const folder = join(project, '.orchestrator', 'worktrees');
  const isLink = [join(project, '.orchestrator'), folder].some((path) => entryKind(path) === 'link');
  return isLink || !isWithin(project, folder) ? undefined : folder;
}

function outside({ project }: Repository) {
  return worktreeFailure(
    'problems',
    'worktree-folder-outside',
    `${join(project, '.orchestrator')} or its folder worktrees is a link, so worktrees would be created elsewhere.`,
    'Replace the link with a folder.',
  );
}

function worktreeIn(
  folder: string,
  { prefix }: Repository,
  name: string,
  isolation: Isolation = 'worktree',
): Worktree {
  if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} is not a name for a worktree`);
  const path = join(realPath(folder), name);
  const project = join(path, prefix).replace(/\/$/u, '');
  return isolation === 'clone' ? { name, path, project, isClone: true } : { name, path, project };
}

/** A single folder name that git accepts unchanged. */
const NAME = /^(?!.*\.lock$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u;

/** Shared by all projects of a repository: they share git's records of worktrees. */
function lockFolder({ commonDir }: Repository): string {
  return join(commonDir, 'orchestrator', 'worktrees.lock');
}

/** Removes a worktree's folder, then git's record of it. `git worktree prune` would also drop others of the user's. */
async function forget(repository: Repository, path: string): Promise<void> {
  await removeTree(path);
  for (const own of [ownObjects, ownRecord]) {
    const folder = own(repository, basename(path));
    if (entryKind(dirname(folder)) === 'folder') await removeTree(folder);
  }
  // As `git worktree remove` does if the folder is gone, but also for a locked one, as left by an interrupted creation.
  for (const { record } of recordedWorktrees(repository, basename(path)).filter((each) => each.path === path))
    await removeTree(record);
}
