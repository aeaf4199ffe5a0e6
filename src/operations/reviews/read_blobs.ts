import type { Asking } from '../../batch/index.ts';
import { GitRefused, isMissingInGit } from '../../platform/index.ts';

/** The default for the largest file that is read, in bytes. */
const LARGEST = 512 * 1024;

/**
 * Reads a file at a commit; `undefined` if there is none at that path, or it is too large.
 *
 * @param path - from the top of the repository
 * @param limit - the largest file that is read, in bytes
 * @throws if git refuses to read it
 */
export async function readBlob(
  { git, top, signal }: Asking,
  commit: string,
  path: string,
  limit = LARGEST,
): Promise<string | undefined> {
  // No commit has a file outside of its repository, nor one that is the repository.
  if (path === '' || path === '..' || path.startsWith('../')) return undefined;
  const shown = await git.run(top, ['cat-file', 'blob', `${commit}:${path}`], { signal, limit });
  if (shown.kind === 'ended' && shown.code === 0) return shown.stdout.toString('utf8');
  if (shown.kind === 'too-large' || isMissingInGit(shown)) return undefined;
  // Git reports a folder or a submodule in the same way as a file that the repository has lost.
  const args = ['ls-tree', '-z', '--full-tree', commit, '--', `:(literal)${path}`];
  const listed = await git.run(top, args, { signal });
  if (listed.kind !== 'ended' || listed.code !== 0) throw new GitRefused(shown);
  const entries = listed.stdout.toString('utf8').split('\0');
  if (entries.some((entry) => entry.includes(' blob ') && entry.endsWith(`\t${path}`)))
    throw new GitRefused(shown);
  return undefined;
}
