import { posix } from 'node:path';
import type { FileChange } from './changes.ts';
import type { GitCalls } from './git_calls.ts';
import type { Unheld } from './submodules.ts';

/**
 * Returns the files that LFS should keep but whose content is in the snapshot itself: without an LFS program, git takes content
 * written over a pointer as it is. Files whose content was already in the repository are not included.
 *
 * @param options.tree - the snapshot's tree
 * @param options.index - the index it was written from
 * @param options.prefix - the project's folder, relative to the worktree's top
 */
export async function rawForPointers(
  calls: GitCalls,
  changes: readonly FileChange[],
  {
    base,
    tree,
    index,
    prefix,
  }: { readonly base: string; readonly tree: string; readonly index: string; readonly prefix: string },
): Promise<Unheld[]> {
  const written = changes.filter(({ change }) => change === 'added' || change === 'modified');
  if (written.length === 0) return [];
  const give = written.map(({ path }) => posix.join(prefix, path));
  const call = { indexFile: index, give, isOptional: true } as const;
  // Path, attribute and value, in turn.
  const attributes = await calls.records(['check-attr', '-z', '--cached', '--stdin', 'filter'], call);
  const found: Unheld[] = [];
  for (let at = 0; at + 2 < attributes.length && found.length < MAX_NAMED; at += 3) {
    const path = attributes[at] ?? '';
    if (attributes[at + 2] !== 'lfs' || (await contentOf(calls, `${tree}:${path}`)) !== 'raw') continue;
    const change = written[at / 3]?.change;
    if (change === 'added' || (await contentOf(calls, `${base}:${path}`)) === 'pointer')
      found.push({ path, kept: undefined, why: unstored(path) });
  }
  return found;
}

const MAX_NAMED = 10;

async function contentOf(calls: GitCalls, name: string): Promise<'empty' | 'pointer' | 'raw'> {
  const size = Number(await calls.run(['cat-file', '-s', name], { isOptional: true }));
  if (size === 0) return 'empty';
  if (size > LARGEST_POINTER) return 'raw';
  const text = await calls.run(['cat-file', 'blob', name], { isOptional: true });
  return text.startsWith('version https://git-lfs.github.com/spec/') ? 'pointer' : 'raw';
}

/** In bytes. */
const LARGEST_POINTER = 1024;

function unstored(path: string): string {
  return `${path} is a file that LFS keeps (filter=lfs), and no program of LFS runs here: its content would be committed in the place of its pointer. Install git-lfs and let it in (git lfs install), or leave the file as it is.`;
}
