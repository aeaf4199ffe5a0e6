import { pathsOverlap, patternsOverlap } from './glob_overlap.ts';
import { folderBefore, globPaths, type PathPattern } from './path_pattern.ts';

/** The overlaps among patterns. */
export type OverlappingPairs = {
  /** For each pattern, itself and the wider ones that overlap it. */
  readonly wider: readonly (readonly number[])[];
  /** Where there are too many globs to compare: one glob that takes the place of the rest, numbered after all others. */
  readonly extra: PathPattern | undefined;
  readonly replacedBy: ReadonlyMap<number, number>;
};

type Glob = Extract<PathPattern, { kind: 'glob' }>;

/**
 * Most comparisons of globs. A plan has a handful of globs; in a document with thousands of them, one glob that may touch
 * everything replaces the rest, which can only find too many conflicts, and is marked as not exact.
 */
const MAX_COMPARISONS = 100_000;

/** Pairs up patterns: paths by looking up the folders above them, globs within the folder that they start from. */
export function overlappingPairs(patterns: readonly PathPattern[]): OverlappingPairs {
  const wider = patterns.map((_, index) => [index]);
  const paths = new Map<string, number>();
  const globs: number[] = [];
  patterns.forEach(({ kind, text }, index) => {
    if (kind === 'path') paths.set(text, index);
    else globs.push(index);
  });
  for (const [path, index] of paths) wider[index]?.push(...foldersAbove(path, paths));

  const sorted = [...paths.keys()].sort(byCodeUnits);
  const replacedBy = new Map<number, number>();
  let left = MAX_COMPARISONS;
  let alternativesBefore = 0;
  globs.forEach((index, place) => {
    const glob = patterns[index] as Glob;
    const ranges = glob.alternatives.map((path) => rangeUnder(sorted, folderBefore(path).join('/')));
    left -= ranges.reduce((sum, [from, to]) => sum + to - from + alternativesBefore, 0);
    alternativesBefore += ranges.length;
    if (left < 0) {
      replacedBy.set(index, patterns.length);
      return;
    }
    for (const met of pathsMet(glob, ranges, sorted, paths, patterns)) wider[met]?.push(index);
    for (const earlier of globs.slice(0, place))
      if (!replacedBy.has(earlier) && patternsOverlap(patterns[earlier] as Glob, glob))
        wider[earlier]?.push(index);
  });
  if (replacedBy.size === 0) return { wider, extra: undefined, replacedBy };

  wider.forEach((list, index) => {
    if (!replacedBy.has(index)) list.push(patterns.length);
  });
  const text = `${replacedBy.size} globs, too many to compare`;
  return {
    wider: [...wider, [patterns.length]],
    extra: { kind: 'glob', text, alternatives: [], exact: false },
    replacedBy,
  };
}

/** The numbers of the paths that a glob overlaps: under its folder, that folder, and those above it. */
function pathsMet(
  glob: Glob,
  ranges: readonly (readonly [number, number])[],
  sorted: readonly string[],
  paths: ReadonlyMap<string, number>,
  patterns: readonly PathPattern[],
): Set<number> {
  const met = new Set<number>();
  glob.alternatives.forEach((path, alternative) => {
    const [from, to] = ranges[alternative] as readonly [number, number];
    for (let place = from; place < to; place++) {
      const index = paths.get(sorted[place] as string) as number;
      const [candidate] = globPaths(patterns[index] as PathPattern);
      if (!met.has(index) && pathsOverlap(candidate ?? [], path)) met.add(index);
    }
    const folder = folderBefore(path).join('/');
    for (const above of [folder, ...parents(folder)]) {
      const index = paths.get(above);
      if (index !== undefined) met.add(index);
    }
  });
  return met;
}

function foldersAbove(path: string, paths: ReadonlyMap<string, number>): number[] {
  return parents(path).flatMap((folder) => paths.get(folder) ?? []);
}

/** In characters: no system has a folder with a longer name. */
const LONGEST_PATH = 4096;

/** `a/b/c` → `a/b`, `a`. */
function parents(path: string): string[] {
  const found: string[] = [];
  for (let slash = path.lastIndexOf('/', LONGEST_PATH); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    found.push(path.slice(0, slash));
  return found;
}

/** The range of the paths strictly under a folder in the sorted list, the end not included. */
function rangeUnder(sorted: readonly string[], folder: string): readonly [number, number] {
  if (folder === '') return [0, sorted.length];
  // A zero is the character after the slash.
  return [firstFrom(sorted, `${folder}/`), firstFrom(sorted, `${folder}0`)];
}

function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
