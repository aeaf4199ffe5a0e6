import { dirname, join, resolve } from 'node:path';
import { createFile, entryKind, namesIn, readText, removeTree } from '../../../platform/index.ts';
import { type CloneContext, isOwnRepository, makeCloneRepository } from './clone.ts';
import type { Repository } from './repository.ts';
import type { Worktree } from './worktree.ts';

/**
 * Returns the folder where git keeps a worktree's own data (HEAD, index, reflog); `undefined` if the attempt removed it. It has
 * the worktree's name, followed by a number if the name was taken. For a clone it is the folder inside: its content is under the
 * attempt's control.
 */
export function worktreeRecord(
  { commonDir }: Pick<Repository, 'commonDir'>,
  { name, path, isClone }: Worktree,
): string | undefined {
  if (isClone) return entryKind(join(path, '.git')) === 'folder' ? join(path, '.git') : undefined;
  return recordedWorktrees({ commonDir }, name).find((each) => each.path === path)?.record;
}

/** Returns all linked working trees that git has a record of, with their paths. @param name - prefix of the record's name */
export function recordedWorktrees(
  { commonDir }: Pick<Repository, 'commonDir'>,
  name = '',
): { readonly record: string; readonly path: string }[] {
  return namesIn(join(commonDir, 'worktrees'))
    .filter((entry) => entry.startsWith(name))
    .flatMap((entry) => {
      const record = join(commonDir, 'worktrees', entry);
      const read = readText(join(record, 'gitdir'), 16 * 1024);
      const file = read.kind === 'text' ? read.text.trim() : '';
      // Git 2.48 and later can be configured to write it relative to the record.
      return file.endsWith('/.git') ? [{ record, path: dirname(resolve(record, file)) }] : [];
    });
}

/**
 * The sandbox's place for the git data of a worktree: a copy that commits made inside are written to. The record that all of git
 * reads would name objects missing from the repository, and the user's git would fail on them. It is removed with the worktree
 * too.
 */
export function ownRecord({ project }: Pick<Repository, 'project'>, name: string): string {
  return join(project, '.orchestrator', 'objects', `${name}.record`);
}

/** Returns the record that git in a worktree uses: the copy, if a sandbox has one. */
export function workingRecord(
  repository: Pick<Repository, 'project' | 'commonDir'>,
  worktree: Worktree,
): string | undefined {
  const copy = ownRecord(repository, worktree.name);
  return entryKind(copy) === 'folder' ? copy : worktreeRecord(repository, worktree);
}

/**
 * Returns the environment in which git works on a worktree and on nothing else, whatever has happened to the `.git` in it:
 * without one, git would take the folder for a part of the user's working tree around it. For a clone it is the user's repository
 * with the clone's files and index: the clone's own configuration is not read. There is no HEAD of its own in it, so commits must
 * be named.
 *
 * @returns `undefined` if git has no such worktree, or its path is not a folder
 */
export function worktreeEnvironment(
  repository: Repository,
  worktree: Worktree,
): Readonly<Record<string, string>> | undefined {
  const record = worktreeRecord(repository, worktree);
  if (record === undefined || entryKind(worktree.path) !== 'folder') return undefined;
  if (worktree.isClone) {
    const index = join(record, 'index');
    // A write would follow a link.
    if (entryKind(index) !== 'file' && entryKind(index) !== 'absent') return undefined;
    return { GIT_DIR: repository.ownDir, GIT_WORK_TREE: worktree.path, GIT_INDEX_FILE: index };
  }
  return { GIT_DIR: record, GIT_COMMON_DIR: repository.commonDir, GIT_WORK_TREE: worktree.path };
}

/**
 * Whether git run inside a worktree still uses it: its `.git` is as git made it, or the repository of a clone is still its own.
 */
export function isWorktree(repository: Repository, worktree: Worktree): boolean {
  if (worktree.isClone) return isOwnRepository(worktree);
  const record = worktreeRecord(repository, worktree);
  const file = join(worktree.path, '.git');
  if (record === undefined || entryKind(worktree.path) !== 'folder' || entryKind(file) !== 'file')
    return false;
  const read = readText(file, 16 * 1024);
  return read.kind === 'text' && read.text === `gitdir: ${record}\n`;
}

/**
 * Restores the `.git` of a worktree if it was removed or changed. Without it, git called in there would work on the user's
 * working tree around it.
 *
 * @param commit - where a clone starts that has lost its own commit
 */
export async function repairWorktree(
  context: CloneContext,
  worktree: Worktree,
  commit: string,
): Promise<void> {
  const { repository } = context;
  if (isWorktree(repository, worktree) || entryKind(worktree.path) !== 'folder') return;
  const file = join(worktree.path, '.git');
  if (worktree.isClone) {
    await removeTree(file);
    if ((await makeCloneRepository(context, worktree, commit)) === undefined) {
      const env = worktreeEnvironment(repository, worktree);
      if (env !== undefined) await context.git.run(worktree.path, ['read-tree', commit], { env });
    } else {
      // Whatever the fault, git must not search beyond this folder.
      await removeTree(file);
      await createFile(file, `gitdir: ${join(worktree.path, '.git-is-gone')}\n`);
    }
    return;
  }
  // If git's record is gone as well, git finds nothing there, and searches no further.
  const record =
    worktreeRecord(repository, worktree) ?? join(repository.commonDir, 'worktrees', worktree.name);
  await removeTree(file);
  await createFile(file, `gitdir: ${record}\n`);
}
