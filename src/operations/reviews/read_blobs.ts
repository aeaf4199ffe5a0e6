import type { Asking } from '../../batch/index.ts';

/** The largest file that is read, in bytes. */
const LARGEST = 512 * 1024;

/** Reads a file of a commit; `undefined` where there is none of that path, or too large a one. */
export async function readBlob(
  { git, top, signal }: Asking,
  commit: string,
  path: string,
): Promise<string | undefined> {
  const shown = await git.run(top, ['cat-file', 'blob', `${commit}:${path}`], { signal, limit: LARGEST });
  return shown.kind === 'ended' && shown.code === 0 ? shown.stdout.toString('utf8') : undefined;
}
