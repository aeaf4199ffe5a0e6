import type { DiffFile, DiffHunk } from '../diff/types.ts';
import type { Language } from '../file_kind.ts';
import type { Finding } from '../types.ts';

/** What a rule has seen, before it is anybody's. */
export type Seen = Omit<Finding, 'id' | 'by' | 'phase' | 'file'> & {
  readonly file: string | null;
  /** What it quotes only says whose it is: it is a secret, and goes no further. */
  readonly isSecret?: true;
};

/** A changed file, with what rules ask of it. */
export type ChangedFile = DiffFile & {
  readonly language: Language | undefined;
  readonly isTest: boolean;
  /** Data of tests: what is odd in it is odd on purpose. */
  readonly isFixture: boolean;
  readonly isProse: boolean;
  /** Its name or its first lines say that a program writes it. */
  readonly isGenerated: boolean;
  /** Whether a line was nowhere in the files before: it was written, and not only moved. */
  readonly isNew: (text: string) => boolean;
  /** Whether a removed line stands nowhere in what was added. */
  readonly isGone: (text: string) => boolean;
};

/** A whole change. */
export type Change = {
  /** Sorted by path. */
  readonly files: readonly ChangedFile[];
};

/** Looks at one file. */
export type FileRule = (file: ChangedFile, change: Change) => readonly Seen[];

/** Looks at a change as a whole. */
export type ChangeRule = (change: Change) => readonly Seen[];

/** A line of a file after the change, as far as the difference shows it. */
export type ShownLine = { readonly text: string; readonly line: number; readonly isAdded: boolean };

/** The lines of a hunk as they are after the change. */
export function afterLines({ lines }: DiffHunk): ShownLine[] {
  return lines
    .filter(({ kind }) => kind !== 'removed')
    .map(({ text, after, kind }) => ({ text, line: after, isAdded: kind === 'added' }));
}

/** A longer line was written by a program, or is data: nobody reads it, and rules that do would take long. */
const LONGEST_LINE = 2_000;

/** Whether somebody may have written a line by hand. */
export function isReadable(text: string): boolean {
  return text.length <= LONGEST_LINE;
}

/** The lines of a file that were written in this change and stood nowhere before. Those that nobody reads are left out. */
export function newLines({ hunks, isNew }: ChangedFile): ShownLine[] {
  return hunks.flatMap((hunk) =>
    afterLines(hunk).filter(({ isAdded, text }) => isAdded && isReadable(text) && isNew(text)),
  );
}

/** The longest quote, in characters; a line of a minified file is longer than anybody reads. */
const LONGEST_QUOTE = 200;

/** A finding at one line of a file, seen by the program itself. */
export function seenAt(
  { path }: Pick<DiffFile, 'path'>,
  { line, text }: { readonly line: number; readonly text: string },
  found: Pick<Finding, 'kind' | 'severity' | 'message'> &
    Partial<Pick<Seen, 'side' | 'endLine' | 'proof' | 'isSecret'>>,
): Seen {
  return { file: path, line, quote: text.trim().slice(0, LONGEST_QUOTE), proof: 'verified', ...found };
}

/** A finding about a file as a whole, seen by the program itself. */
export function seenOf(
  file: Pick<DiffFile, 'path'> | null,
  found: Pick<Finding, 'kind' | 'severity' | 'message'> & Partial<Pick<Finding, 'proof'>>,
): Seen {
  return { file: file?.path ?? null, line: null, quote: '', proof: 'verified', ...found };
}
