import { shareCharacter } from './char_sets.ts';
import { type GlobSegment, type GlobToken, literalTokens } from './glob_segment.ts';
import { ANY_FOLDERS, folderBefore, type GlobPath, globPaths, type PathPattern } from './path_pattern.ts';

/** Whether some path is matched by both patterns. Decided exactly for patterns that are exact. */
export function patternsOverlap(a: PathPattern, b: PathPattern): boolean {
  const others = globPaths(b);
  return globPaths(a).some((path) => others.some((other) => pathsOverlap(path, other)));
}

/**
 * Whether a pattern covers a file: it matches the file, or a folder around it.
 *
 * @param file - relative, with `/` between its names; nothing in it is a wildcard
 */
export function patternCovers(pattern: PathPattern, file: string): boolean {
  const names = file.split('/');
  return globPaths(pattern).some(
    (path) =>
      isAbove(path, names) || shareText(path, names, (segment) => segment === ANY_FOLDERS, namesOverlap),
  );
}

/**
 * Whether some path is matched by both, or one is the folder of the other: a path with something under it is a folder, whether or
 * not it is written as one.
 */
export function pathsOverlap(a: GlobPath, b: GlobPath): boolean {
  return (
    isAbove(a, b) || isAbove(b, a) || shareText(a, b, (segment) => segment === ANY_FOLDERS, namesOverlap)
  );
}

function isAbove(path: GlobPath, other: GlobPath): boolean {
  const names = folderBefore(other);
  return path.length <= names.length && path.every((name, index) => name === names[index]);
}

function namesOverlap(a: GlobPath[number], b: GlobPath[number]): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  return shareText(
    tokensOf(a as GlobSegment),
    tokensOf(b as GlobSegment),
    (token) => token === '*',
    (one, other) => one !== '*' && other !== '*' && shareCharacter(one, other),
  );
}

function tokensOf(segment: GlobSegment): readonly GlobToken[] {
  return typeof segment === 'string' ? literalTokens(segment) : segment;
}

/**
 * Whether two sequences with stars in them, which match any run of items, match a common one: reachability in the
 * product of the two automata, row by row.
 */
function shareText<Item>(
  a: readonly Item[],
  b: readonly Item[],
  isStar: (item: Item) => boolean,
  meet: (one: Item, other: Item) => boolean,
): boolean {
  const starsInB = b.map(isStar);
  let row = new Uint8Array(b.length + 1);
  row[0] = 1;
  for (let i = 0; i <= a.length; i++) {
    const item = a[i];
    const starInA = item !== undefined && isStar(item);
    const next = new Uint8Array(b.length + 1);
    for (let j = 0; j <= b.length; j++) {
      if (row[j] === 0) continue;
      const other = b[j];
      // A star continues by matching nothing, or stays and takes what the other side has.
      if (other !== undefined && (starInA || starsInB[j])) row[j + 1] = 1;
      if (item === undefined) continue;
      if (starInA || starsInB[j]) next[j] = 1;
      else if (other !== undefined && meet(item, other)) next[j + 1] = 1;
    }
    if (item === undefined) return row[b.length] === 1;
    row = next;
  }
  return false;
}
