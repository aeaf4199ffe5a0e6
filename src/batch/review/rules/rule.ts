import type { DiffFile, DiffHunk } from '../diff/diff.ts';
import type { Language } from '../file_kind.ts';
import type { Finding } from '../finding.ts';

/** A rule's observation, before it belongs to a phase. */
export type Seen = Omit<Finding, 'id' | 'by' | 'phase' | 'file'> & {
  readonly file: string | null;
  /** Its quote only identifies its phase: it is a secret, and goes no further. */
  readonly isSecret?: true;
};

/** A changed file, with the facts that rules need. */
export type ChangedFile = DiffFile & {
  readonly language: Language | undefined;
  readonly isTest: boolean;
  /** Test data: its oddities are intended. */
  readonly isFixture: boolean;
  readonly isProse: boolean;
  /** Its name or its first lines mark it as generated. */
  readonly isGenerated: boolean;
  /** Whether a line occurred nowhere in the files before: it was written, and not only moved. */
  readonly isNew: (text: string) => boolean;
  /** Whether a removed line occurs nowhere in the added ones. */
  readonly isGone: (text: string) => boolean;
};

/** A whole change. */
export type Change = {
  /** Sorted by path. */
  readonly files: readonly ChangedFile[];
};

/** Examines one file. */
export type FileRule = (file: ChangedFile, change: Change) => readonly Seen[];

/** Examines a change as a whole. */
export type ChangeRule = (change: Change) => readonly Seen[];

/** A line of a file after the change, as far as the diff shows it. */
export type ShownLine = { readonly text: string; readonly line: number; readonly isAdded: boolean };

/** The lines of a hunk as they are after the change. */
export function afterLines({ lines }: DiffHunk): ShownLine[] {
  return lines
    .filter(({ kind }) => kind !== 'removed')
    .map(({ text, after, kind }) => ({ text, line: after, isAdded: kind === 'added' }));
}

/** A longer line is generated, or data: nobody reads it, and rules would take too long on it. */
const LONGEST_LINE = 2_000;

/** Whether a line may have been written by hand. */
export function isReadable(text: string): boolean {
  return text.length <= LONGEST_LINE;
}

/** The lines of a file that were written in this change and occurred nowhere before, without unreadable ones. */
export function newLines({ hunks, isNew }: ChangedFile): ShownLine[] {
  return hunks.flatMap((hunk) =>
    afterLines(hunk).filter(({ isAdded, text }) => isAdded && isReadable(text) && isNew(text)),
  );
}

/** The longest quote, in characters; a line of a minified file is longer than anybody reads. */
const LONGEST_QUOTE = 200;

/** A finding of this program at one line of a file. */
export function seenAt(
  { path }: Pick<DiffFile, 'path'>,
  { line, text }: { readonly line: number; readonly text: string },
  found: Pick<Finding, 'kind' | 'severity' | 'message'> &
    Partial<Pick<Seen, 'side' | 'endLine' | 'proof' | 'isSecret'>>,
): Seen {
  return { file: path, line, quote: text.trim().slice(0, LONGEST_QUOTE), proof: 'verified', ...found };
}

/** A finding of this program about a file as a whole. */
export function seenOf(
  file: Pick<DiffFile, 'path'> | null,
  found: Pick<Finding, 'kind' | 'severity' | 'message'> & Partial<Pick<Finding, 'proof'>>,
): Seen {
  return { file: file?.path ?? null, line: null, quote: '', proof: 'verified', ...found };
}
