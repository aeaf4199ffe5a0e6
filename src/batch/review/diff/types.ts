/** One line of a hunk. */
export type DiffLine = {
  readonly kind: 'same' | 'added' | 'removed';
  /** Without the sign before it and the line end. */
  readonly text: string;
  /** Its number in the file before the change, from 1; 0 where it is not in there. */
  readonly before: number;
  /** Its number in the file after the change, from 1; 0 where it is not in there. */
  readonly after: number;
};

/** A run of changed lines with some unchanged ones around it. */
export type DiffHunk = {
  readonly before: { readonly line: number; readonly count: number };
  readonly after: { readonly line: number; readonly count: number };
  readonly lines: readonly DiffLine[];
};

/** What a difference says of one file. */
export type DiffFile = {
  /** Relative to the top of the repository; of a file that was removed, as it was called. */
  readonly path: string;
  /** What it was called before, where that is another name. */
  readonly from?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type-changed';
  /** As git writes them, `100644`; `undefined` where the difference does not say. */
  readonly oldMode?: string;
  readonly newMode?: string;
  readonly isBinary: boolean;
  readonly hunks: readonly DiffHunk[];
  readonly added: number;
  readonly removed: number;
};

/** Something in a difference that could not be read. */
export type DiffFault = {
  /** In the text of the difference, from 1. */
  readonly line: number;
  readonly message: string;
};

/** A difference as it was read. */
export type Diff = {
  /** Sorted by path. */
  readonly files: readonly DiffFile[];
  readonly faults: readonly DiffFault[];
};
