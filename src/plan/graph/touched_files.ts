import { type Adjacency, adjacency } from './adjacency.ts';
import { overlappingPairs } from './overlapping_pairs.ts';
import { type PathPattern, parsePathPattern } from './path_pattern.ts';

/** The distinct paths and globs of a plan, the phases that touch them, and their overlaps. */
export type TouchedFiles = {
  /** In the order in which the document first names them. */
  readonly patterns: readonly TouchedPattern[];
  /** From each phase to its patterns, each once. */
  readonly ofPhase: Adjacency;
  /**
   * From each pattern to itself, and to every other that overlaps it and is the wider one of the two: the folder above a path,
   * the glob, or the later of two globs. So each overlapping pair is listed on one side only.
   */
  readonly wider: Adjacency;
};

/** A path or glob. One that is not exact may match less than it is taken for. */
export type TouchedPattern = { readonly text: string; readonly exact: boolean };

/** Finds overlaps among the files of phases, without comparing every two of them. */
export function touchedFiles(files: readonly (readonly string[])[]): TouchedFiles {
  const patterns: PathPattern[] = [];
  const byWritten = new Map<string, number>();
  const byPattern = new Map<string, number>();
  const lists = files.map((written) => {
    const own: number[] = [];
    for (const text of written) {
      const index = byWritten.get(text) ?? indexOf(text);
      byWritten.set(text, index);
      if (index >= 0) own.push(index);
    }
    return own.length < 2 ? own : [...new Set(own)];
  });
  const { wider, replacedBy, extra } = overlappingPairs(patterns);
  const ofPhase =
    extra === undefined
      ? lists
      : lists.map((own) => [...new Set(own.map((index) => replacedBy.get(index) ?? index))]);
  return {
    patterns: [...patterns, ...(extra ? [extra] : [])].map((pattern) => ({
      text: pattern.kind === 'path' && pattern.folder ? `${pattern.text}/` : pattern.text,
      exact: pattern.kind === 'path' || pattern.exact,
    })),
    ofPhase: adjacency(ofPhase),
    wider: adjacency(wider),
  };

  /** The number of the pattern that a text is another spelling of; -1 for an empty text. */
  function indexOf(text: string): number {
    const pattern = parsePathPattern(text);
    if (pattern === undefined) return -1;
    const key = `${pattern.kind} ${pattern.text}`;
    const known = byPattern.get(key);
    if (known !== undefined) {
      // A pattern once written as a folder is one everywhere.
      if (pattern.kind === 'path' && pattern.folder) patterns[known] = pattern;
      return known;
    }
    byPattern.set(key, patterns.length);
    return patterns.push(pattern) - 1;
  }
}
