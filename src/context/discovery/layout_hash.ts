import { shortened } from './shortened.ts';

/** A hash of the names of the folders near the root. */
export function foldersHash(paths: readonly string[]): string {
  const folders = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length && depth <= DEEPEST; depth++)
      folders.add(parts.slice(0, depth).join('/'));
  }
  return shortened([...folders].sort().join('\0'));
}

const DEEPEST = 2;
