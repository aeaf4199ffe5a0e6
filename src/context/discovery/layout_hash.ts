import { shortened } from './shortened.ts';

/** A hash of the names of the folders near the root, except for the program's own. */
export function foldersHash(paths: readonly string[]): string {
  const folders = new Set<string>();
  let last = '/';
  for (const path of paths) {
    // Paths are sorted, so most are in the same folder as the previous one.
    if ((path.startsWith(last) && path.indexOf('/', last.length) < 0) || isOurs(path)) continue;
    last = path.slice(0, path.lastIndexOf('/') + 1) || '/';
    let slash = path.indexOf('/');
    for (let depth = 1; slash >= 0 && depth <= DEEPEST; depth++) {
      folders.add(path.slice(0, slash));
      slash = path.indexOf('/', slash + 1);
    }
  }
  return shortened([...folders].sort().join('\0'));
}

const DEEPEST = 2;

/** Whether a path, from the root, belongs to the program's own files in the project. */
export function isOurs(path: string): boolean {
  return path.startsWith('.orchestrator/');
}
