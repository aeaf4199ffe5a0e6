import { join } from 'node:path';
import { entryKind, type GitOptions, GitRefused, isGitNegative, namesIn } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';

/** The state of the user's checkout. */
export type UserPlace = {
  /** The branch in full, `refs/heads/main`; `undefined` if HEAD is detached. */
  readonly branch: string | undefined;
  readonly commit: string;
  /** The operation the user is in the middle of, in words. */
  readonly underWay: string | undefined;
};

/** Reads the state of the user's checkout. @throws when git cannot be run */
export async function userPlace(context: WorktreeContext): Promise<UserPlace> {
  const commit = await said(context, ['rev-parse', '--verify', 'HEAD^{commit}']);
  const branch = await said(context, ['symbolic-ref', '--quiet', 'HEAD'], [0, 1]);
  let underWay: string | undefined;
  for (const [ref, what] of UNDER_WAY) {
    const found = await said(context, ['rev-parse', '--verify', '--quiet', ref], [0, 1]);
    if (found !== '') underWay ??= what;
  }
  return { branch: branch === '' ? undefined : branch, commit, underWay };
}

const UNDER_WAY = [
  ['MERGE_HEAD', 'a merge'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['REBASE_HEAD', 'a rebase'],
] as const;

/** A file that differs between two commits. */
export type ChangedFile = { readonly path: string; readonly change: 'added' | 'modified' | 'deleted' };

/** The files that differ between two commits, sorted; a rename counts as two. @throws when git cannot be run */
export async function changedFiles(
  context: WorktreeContext,
  from: string,
  to: string,
): Promise<ChangedFile[]> {
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to];
  const fields = (await read(context, args)).split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const letter = fields[at];
    const change = letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'modified';
    files.push({ path: fields[at + 1] ?? '', change });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The tracked files that the user has changed, in the index or on the disk. @throws when git cannot be run */
export async function dirtyFiles(context: WorktreeContext): Promise<ReadonlySet<string>> {
  const args = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=no'];
  const records = (await read(context, [...args, '--ignore-submodules=dirty'])).split('\0');
  return new Set(records.filter((record) => record.length > 3).map((record) => record.slice(3)));
}

/**
 * The untracked files, including ignored ones, where one of these would be written: git itself would overwrite them silently.
 * @throws when git cannot be run
 */
export async function filesInTheWay(
  context: WorktreeContext,
  changes: readonly ChangedFile[],
): Promise<string[]> {
  const added = changes.filter(({ change }) => change === 'added').map(({ path }) => path);
  if (added.length === 0) return [];
  const { top } = context.repository;
  const tracked = new Set((await read(context, ['ls-files', '-z'])).split('\0'));
  const found = new Set<string>();
  for (const path of added) {
    const parts = path.split('/');
    for (let length = 1; length <= parts.length; length++) {
      const place = parts.slice(0, length).join('/');
      const kind = entryKind(join(top, place));
      if (kind === 'absent') break;
      if (kind === 'folder' && length < parts.length) continue;
      if (kind !== 'folder') {
        if (!tracked.has(place)) found.add(place);
      } else for (const left of untrackedBelow(top, place, tracked)) found.add(left);
      break;
    }
  }
  return [...found].sort();
}

/** The untracked files in a folder that a file would replace. */
function untrackedBelow(top: string, folder: string, tracked: ReadonlySet<string>): string[] {
  return namesIn(join(top, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (entryKind(join(top, path)) === 'folder') return untrackedBelow(top, path, tracked);
    return tracked.has(path) ? [] : [path];
  });
}

/** Returns the output of a git call, on one line. @throws when it fails */
export async function said(
  context: WorktreeContext,
  args: readonly string[],
  codes: readonly number[] = [0],
  options: GitOptions = {},
): Promise<string> {
  return (await read(context, args, codes, options)).trim();
}

async function read(
  { git, repository, signal }: WorktreeContext,
  args: readonly string[],
  codes: readonly number[] = [0],
  options: GitOptions = {},
): Promise<string> {
  const outcome = await git.run(repository.top, args, { signal, ...options });
  const isAnswer = isGitNegative(outcome)
    ? codes.includes(1)
    : outcome.kind === 'ended' && outcome.code === 0;
  if (outcome.kind !== 'ended' || !isAnswer) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8');
}
