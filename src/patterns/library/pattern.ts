import type { PatternFile } from '../generated/pattern.ts';

/** The origin of a pattern; the project's are searched first. */
export type PatternLayer = 'project' | 'user' | 'built-in';

/** A pattern that was read. */
export type Pattern = PatternFile & {
  readonly layer: PatternLayer;
  /** As problems name it. */
  readonly file: string;
  /** The start of the hash of its contents. */
  readonly version: string;
};

/** Codes of a pattern's problems. */
export type PatternProblemCode =
  | 'pattern-unreadable'
  | 'pattern-id'
  | 'pattern-input'
  | 'pattern-phase'
  | 'pattern-dependency'
  | 'pattern-issue'
  | 'pattern-too-many'
  | 'pattern-outside';

/** The name of a pattern, unique among all. */
export function qualifiedId({ layer, id }: Pick<Pattern, 'layer' | 'id'>): string {
  return `${layer}/${id}`;
}

/** The position of a problem in a pattern: the line of a place in its document, such as `['phases', 2, 'files']`. */
export type PlaceOf = (path: readonly (string | number)[]) => {
  readonly line: number;
  readonly column: number;
};
