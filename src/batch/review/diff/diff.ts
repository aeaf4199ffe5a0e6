/** One line of a hunk. */
export type DiffLine = {
  readonly kind: 'same' | 'added' | 'removed';
  /** Without the sign before it and the line end. */
  readonly text: string;
  /** Its number in the file before the change, from 1; 0 where it is not in that file. */
  readonly before: number;
  /** Its number in the file after the change, from 1; 0 where it is not in that file. */
  readonly after: number;
};

/** A run of changed lines with some unchanged ones around it. */
export type DiffHunk = {
  readonly before: { readonly line: number; readonly count: number };
  readonly after: { readonly line: number; readonly count: number };
  readonly lines: readonly DiffLine[];
};

/** The part of a diff about one file. */
export type DiffFile = {
  /** Relative to the top of the repository; for a removed file, its old path. */
  readonly path: string;
  /** Its previous path, where it was renamed. */
  readonly from?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type-changed';
  /** In git's format, `100644`; `undefined` where the diff does not name it. */
  readonly oldMode?: string;
  readonly newMode?: string;
  readonly isBinary: boolean;
  readonly hunks: readonly DiffHunk[];
  readonly added: number;
  readonly removed: number;
};

/** A part of a diff that could not be read. */
export type DiffFault = {
  /** In the text of the diff, from 1. */
  readonly line: number;
  readonly message: string;
};

/** A parsed diff. */
export type Diff = {
  /** Sorted by path. */
  readonly files: readonly DiffFile[];
  readonly faults: readonly DiffFault[];
};
