import type { Asking } from '../../batch/index.ts';

/** Reads files of commits; `undefined` where there is none of that path, or too large a one. */
export type BlobReader = (commit: string, path: string) => Promise<string | undefined>;

/** The largest file that is read, in bytes. */
const LARGEST = 512 * 1024;

/**
 * Makes a reader for the same files of one commit after the other: what was asked of an earlier commit is looked up in a later one by a single
 * call, and what is the same there is not read again.
 */
export function createBlobReader({ git, top, signal }: Asking): BlobReader {
  const asked = new Set<string>();
  const texts = new Map<string, Promise<string | undefined>>();
  const commits = new Map<string, Promise<ReadonlyMap<string, string | undefined>>>();
  const blob = (name: string): Promise<string | undefined> => {
    const known = texts.get(name) ?? readBlob(name);
    texts.set(name, known);
    return known;
  };
  const readBlob = async (name: string) => {
    const shown = await git.run(top, ['cat-file', 'blob', name], { signal, limit: LARGEST });
    return shown.kind === 'ended' && shown.code === 0 ? shown.stdout.toString('utf8') : undefined;
  };
  const lookUp = async (commit: string): Promise<ReadonlyMap<string, string | undefined>> => {
    const paths = [...asked];
    const input = paths.map((path) => `${commit}:${path}\n`).join('');
    if (paths.length === 0) return new Map();
    const listed = await git.run(top, ['cat-file', '--batch-check=%(objecttype) %(objectname)'], {
      signal,
      input,
    });
    if (listed.kind !== 'ended' || listed.code !== 0) return new Map();
    const lines = listed.stdout.toString('utf8').split('\n');
    return new Map(
      paths.map((path, at) => [path, /^blob ([0-9a-f]+)$/u.exec(lines[at] ?? '')?.[1]] as const),
    );
  };
  return async (commit, path) => {
    const listing = commits.get(commit) ?? lookUp(commit);
    commits.set(commit, listing);
    const known = await listing;
    if (known.has(path)) {
      const name = known.get(path);
      return name === undefined ? undefined : blob(name);
    }
    // A call takes one path a line.
    if (!path.includes('\n')) asked.add(path);
    return blob(`${commit}:${path}`);
  };
}
