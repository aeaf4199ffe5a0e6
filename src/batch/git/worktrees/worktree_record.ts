import { dirname, join, resolve } from 'node:path';
import { createFile, entryKind, namesIn, readText, removeTree } from '../../../platform/index.ts';
import { type CloneContext, isOwnRepository, makeCloneRepository } from './clone.ts';
import type { Repository } from './repository.ts';
import type { Worktree } from './worktree.ts';

/**
 * The folder where git keeps what is a worktree's own (HEAD, index, reflog); `undefined` where the attempt took it away. It is
 * named like the worktree, with a number behind it where there was another of that name. Of a clone it is the folder in it: whatever
 * stands there is the attempt's word.
 */
export function worktreeRecord(
  { commonDir }: Pick<Repository, 'commonDir'>,
  { name, path, isClone }: Worktree,
): string | undefined {
  if (isClone) return entryKind(join(path, '.git')) === 'folder' ? join(path, '.git') : undefined;
  return recordedWorktrees({ commonDir }, name).find((each) => each.path === path)?.record;
}

/** All linked working trees that git has a record of, with where they are. @param name - what the record's name begins with */
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
      // Git from 2.48 on can be told to write it relative to the record.
      return file.endsWith('/.git') ? [{ record, path: dirname(resolve(record, file)) }] : [];
    });
}

/**
 * Where a sandbox has what git keeps of a worktree: a copy, that commits of what is made inside are written to. The one that all of git
 * looks at would name objects that the repository has not, and git of the user's would stop at them. It goes with the worktree too.
 */
export function ownRecord({ project }: Pick<Repository, 'project'>, name: string): string {
  return join(project, '.orchestrator', 'objects', `${name}.record`);
}

/** The record that git in a worktree works with: the copy, where a sandbox has one. */
export function workingRecord(
  repository: Pick<Repository, 'project' | 'commonDir'>,
  worktree: Worktree,
): string | undefined {
  const copy = ownRecord(repository, worktree.name);
  return entryKind(copy) === 'folder' ? copy : worktreeRecord(repository, worktree);
}

/**
 * The environment in which git works on a worktree and on nothing else, whatever has become of the `.git` in it: without one, git
 * would take the folder for a part of the user's working tree, which stands around it. For a clone it is the user's repository with the
 * clone's files and index: what the clone says of itself is not asked. There is no HEAD of its own in it, so commits have to be named.
 *
 * @returns `undefined` where git knows of no such worktree, or something else than a folder stands there
 */
export function worktreeEnvironment(
  repository: Repository,
  worktree: Worktree,
): Readonly<Record<string, string>> | undefined {
  const record = worktreeRecord(repository, worktree);
  if (record === undefined || entryKind(worktree.path) !== 'folder') return undefined;
  if (worktree.isClone) {
    const index = join(record, 'index');
    // Whoever writes it would follow a link.
    if (entryKind(index) !== 'file' && entryKind(index) !== 'absent') return undefined;
    return { GIT_DIR: repository.ownDir, GIT_WORK_TREE: worktree.path, GIT_INDEX_FILE: index };
  }
  return { GIT_DIR: record, GIT_COMMON_DIR: repository.commonDir, GIT_WORK_TREE: worktree.path };
}

/** Whether a worktree is still one to whoever works in it: its `.git` is as git made it, or the repository of a clone still its own. */
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
 * Puts the `.git` of a worktree back where it was taken away or changed. Without it, whoever calls git in there would work on the
 * user's working tree, which stands around it.
 *
 * @param commit - where a clone begins that has lost its own
 */
export async function mendWorktree(context: CloneContext, worktree: Worktree, commit: string): Promise<void> {
  const { repository } = context;
  if (isWorktree(repository, worktree) || entryKind(worktree.path) !== 'folder') return;
  const file = join(worktree.path, '.git');
  if (worktree.isClone) {
    await removeTree(file);
    if ((await makeCloneRepository(context, worktree, commit)) === undefined) {
      const env = worktreeEnvironment(repository, worktree);
      if (env !== undefined) await context.git.run(worktree.path, ['read-tree', commit], { env });
    } else {
      // Whatever went wrong with it, git must look no further than here.
      await removeTree(file);
      await createFile(file, `gitdir: ${join(worktree.path, '.git-is-gone')}\n`);
    }
    return;
  }
  // Where git's record is gone as well, git finds nothing there, and looks no further.
  const record =
    worktreeRecord(repository, worktree) ?? join(repository.commonDir, 'worktrees', worktree.name);
  await removeTree(file);
  await createFile(file, `gitdir: ${record}\n`);
}
