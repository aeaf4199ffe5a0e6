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

/** Who calls git, for which repository; the signal ends what waits. */
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
 * Makes a worktree at a commit. What a creation that died left under that name is removed first. The user's branch, index
 * and files are left alone. Submodules stay empty, a sparse checkout stays as sparse as the user's but for what is needed, and
 * filters (LFS) run as the user has set them up; one that fails is a failure. Nothing is left behind on failure. A clone is no
 * working tree of the user's repository but a repository of its own, which shares the user's objects.
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
    // Whoever called it off still wants nothing left behind.
    await removeWorktree({ repository, signal: new AbortController().signal }, name);
    if (signal.aborted) return worktreeFailure('interrupted', 'interrupted', 'It was called off.');
    return notMade(worktree, why, isRefused);
  };
  const lock = await waitForLock(lockFolder(repository), signal);
  if (lock === undefined) return worktreeFailure('interrupted', 'interrupted', 'It was called off.');
  let fault: string | undefined;
  try {
    makeFolders(folder);
    await forget(repository, worktree.path);
    if (isolation === 'clone') {
      // Where it has to be alone ends here: nobody else writes what it is made of.
      fault = await makeCloneRepository({ git, repository, signal }, worktree, commit);
    } else {
      // Only its registration has to be alone; files are checked out while others begin.
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

/** Newer versions can be told to write relative ones, by which a worktree is not known again here. */
const WHOLE_PATHS = ['-c', 'worktree.useRelativePaths=false'];

/** Removes a worktree, whatever has become of it, and git's record of it. One that is not there is fine. */
export async function removeWorktree(
  { repository, signal }: Pick<WorktreeContext, 'repository' | 'signal'>,
  name: string,
): Promise<Result<undefined, WorktreeProblemCode>> {
  const folder = worktreesFolder(repository);
  if (folder === undefined) return outside(repository);
  const { path } = worktreeIn(folder, repository, name);
  const lock = await waitForLock(lockFolder(repository), signal);
  if (lock === undefined) return worktreeFailure('interrupted', 'interrupted', 'It was called off.');
  try {
    await forget(repository, path);
    return success(undefined);
  } catch (error) {
    return worktreeFailure(
      'environment',
      'worktree-not-removed',
      `The worktree ${path} can't be removed: ${describeSystemError(error)}.`,
      'Remove the folder by hand, then run: git worktree prune',
    );
  } finally {
    lock.release();
  }
}

/** The names of all worktrees that this program made here: those that have a folder, and those that only git remembers. */
export function listWorktrees({ repository }: Pick<WorktreeContext, 'repository'>): string[] {
  const folder = worktreesFolder(repository);
  if (folder === undefined) return [];
  const remembered = recordedWorktrees(repository)
    .filter(({ path }) => path === join(folder, basename(path)))
    .map(({ path }) => basename(path));
  const names = [...namesIn(folder), ...remembered].filter((name) => NAME.test(name));
  return [...new Set(names)].sort();
}

/** Where a worktree of that name is, or would be. @throws when the name is none */
export function worktreePath(
  repository: Repository,
  name: string,
  isolation: Isolation = 'worktree',
): Worktree {
  return worktreeIn(join(repository.project, '.orchestrator', 'worktrees'), repository, name, isolation);
}

/**
 * Where objects go that are made in a worktree whose sandbox keeps it from writing the repository's. They go with the worktree, whoever
 * made them: a run that was killed has taken nothing away.
 */
export function ownObjects({ project }: Repository, name: string): string {
  return join(project, '.orchestrator', 'objects', name);
}

/** Where this project's worktrees are; `undefined` where a link would lead them out of the project. */
function worktreesFolder({ project }: Repository): string | undefined {
  const folder = join(project, '.orchestrator', 'worktrees');
  const isLink = [join(project, '.orchestrator'), folder].some((path) => entryKind(path) === 'link');
  return isLink || !isWithin(project, folder) ? undefined : folder;
}

function outside({ project }: Repository) {
  return worktreeFailure(
    'problems',
    'worktree-folder-outside',
    `${join(project, '.orchestrator')} or its folder worktrees is a link, so worktrees would be made in another place.`,
    'Replace the link by a folder.',
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

/** One folder, that git takes as it is. */
const NAME = /^(?!.*\.lock$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u;

/** For all projects of a repository: they share what git keeps of worktrees. */
function lockFolder({ commonDir }: Repository): string {
  return join(commonDir, 'orchestrator', 'worktrees.lock');
}

/** Removes a worktree's folder, then git's record of it. `git worktree prune` would drop others of the user's as well. */
async function forget(repository: Repository, path: string): Promise<void> {
  await removeTree(path);
  for (const own of [ownObjects, ownRecord]) {
    const folder = own(repository, basename(path));
    if (entryKind(dirname(folder)) === 'folder') await removeTree(folder);
  }
  // As `git worktree remove` does where the folder is gone, also for one that is locked, as it is when its creation died.
  for (const { record } of recordedWorktrees(repository, basename(path)).filter((each) => each.path === path))
    await removeTree(record);
}
