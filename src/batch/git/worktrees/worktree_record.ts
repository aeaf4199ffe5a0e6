import { join } from 'node:path';
import { createFile, entryKind, namesIn, readText, removeTree } from '../../../platform/index.ts';
import type { Repository } from './repository.ts';
import type { Worktree } from './worktree.ts';

/**
 * The folder where git keeps what is a worktree's own (HEAD, index, reflog); `undefined` where the attempt took it away. It is
 * named like the worktree, with a number behind it where there was another of that name.
 */
export function worktreeRecord({ commonDir }: Repository, { name, path }: Worktree): string | undefined {
  return namesIn(join(commonDir, 'worktrees'))
    .filter((entry) => entry.startsWith(name))
    .map((entry) => join(commonDir, 'worktrees', entry))
    .find((folder) => {
      const read = readText(join(folder, 'gitdir'), 16 * 1024);
      return read.kind === 'text' && read.text.trim() === join(path, '.git');
    });
}

/**
 * The environment in which git works on a worktree and on nothing else, whatever has become of the `.git` in it: without one, git
 * would take the folder for a part of the user's working tree, which stands around it.
 *
 * @returns `undefined` where git knows of no such worktree, or something else than a folder stands there
 */
export function worktreeEnvironment(
  repository: Repository,
  worktree: Worktree,
): Readonly<Record<string, string>> | undefined {
  const record = worktreeRecord(repository, worktree);
  if (record === undefined || entryKind(worktree.path) !== 'folder') return undefined;
  return { GIT_DIR: record, GIT_COMMON_DIR: repository.commonDir, GIT_WORK_TREE: worktree.path };
}

/** Whether a worktree is still one to whoever works in it: its `.git` is as git made it. */
export function isWorktree(repository: Repository, worktree: Worktree): boolean {
  const record = worktreeRecord(repository, worktree);
  const file = join(worktree.path, '.git');
  if (record === undefined || entryKind(worktree.path) !== 'folder' || entryKind(file) !== 'file')
    return false;
  const read = readText(file, 16 * 1024);
  return read.kind === 'text' && read.text === `gitdir: ${record}\n`;
}

/**
 * Puts the `.git` of a worktree back where it was taken away or changed. Without it, whoever calls git in there would work on the
 * user's working tree, which stands around it.
 */
export async function mendWorktree(repository: Repository, worktree: Worktree): Promise<void> {
  if (isWorktree(repository, worktree) || entryKind(worktree.path) !== 'folder') return;
  const file = join(worktree.path, '.git');
  // Where git's record is gone as well, git finds nothing there, and looks no further.
  const record =
    worktreeRecord(repository, worktree) ?? join(repository.commonDir, 'worktrees', worktree.name);
  await removeTree(file);
  await createFile(file, `gitdir: ${record}\n`);
}
