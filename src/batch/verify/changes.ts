import { posix } from 'node:path';
import type { GitCalls } from './git_calls.ts';

/** One file that differs between the base and a snapshot. A renamed file is one deleted and one added. */
export type FileChange = {
  /** Relative to the project, with `/` as separator; begins with `../` if it is outside. */
  readonly path: string;
  /** `type`: a file became a link, a submodule became files, and the like. A change of the mode alone is `modified`. */
  readonly change: 'added' | 'modified' | 'deleted' | 'type';
};

/**
 * Returns the differences between two trees, sorted, and those that are a commit of another repository missing from the first
 * tree.
 */
export async function readChanges(
  calls: GitCalls,
  { from, to, prefix }: { readonly from: string; readonly to: string; readonly prefix: string },
): Promise<{ readonly changes: readonly FileChange[]; readonly linked: readonly string[] }> {
  const changes: FileChange[] = [];
  const linked: string[] = [];
  const args = [
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '--no-renames',
    '--no-ext-diff',
    '--ignore-submodules=none',
  ];
  const records = await calls.records([...args, from, to]);
  for (let at = 0; at + 1 < records.length; at += 2) {
    // `:<old mode> <new mode> <old id> <new id> <letter>`, then the path.
    const [before, after, , , letter = ''] = (records[at] ?? '').slice(1).split(' ');
    const path = belowProject(records[at + 1] ?? '', prefix);
    changes.push({ path, change: LETTERS[letter[0] ?? ''] ?? 'modified' });
    if (after === COMMIT && before !== COMMIT) linked.push(path);
  }
  return { changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)), linked };
}

/** @param path - relative to the worktree's top */
export function belowProject(path: string, prefix: string): string {
  if (path.startsWith(prefix)) return path.slice(prefix.length);
  return posix.relative(`/${prefix}`, `/${path}`);
}

const LETTERS: Readonly<Record<string, FileChange['change']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  T: 'type',
};

/** The mode of a submodule's entry. */
export const COMMIT = '160000';
