import { linesOf, mergeLines, shortHash } from '../../lib/index.ts';

/** A file after a three-way merge. */
export type MergedText = {
  readonly text: string;
  /** Number of conflicts marked in it. */
  readonly conflicts: number;
  /** The label of the markers; it occurs in none of the three texts. */
  readonly mark: string;
};

/**
 * Merges a person's edits of a file with its current rendering. Conflicts are marked in the text, in the manner of git.
 *
 * @param texts.base - the common ancestor
 * @param texts.yours - the person's version; the result has its line ends
 * @param texts.theirs - the current rendering
 */
export function mergeText(texts: {
  readonly base: string;
  readonly yours: string;
  readonly theirs: string;
}): MergedText {
  const { yours } = texts;
  const [base, theirs] = [inLineEndsOf(yours, texts.base), inLineEndsOf(yours, texts.theirs)];
  const mark = markFor([base, yours, theirs]);
  const eol = inLineEndsOf(yours, '\n');
  const parts = mergeLines(linesOf(base), linesOf(yours), linesOf(theirs));
  const text = parts.map((part) =>
    part.kind === 'merged'
      ? part.lines.join('')
      : [
          `${YOURS} (${mark})${eol}`,
          ...part.yours.map((line) => withEnd(line, eol)),
          `${BETWEEN}${eol}`,
          ...part.theirs.map((line) => withEnd(line, eol)),
          `${THEIRS} (${mark})${eol}`,
        ].join(''),
  );
  return { text: text.join(''), conflicts: parts.filter(({ kind }) => kind === 'conflict').length, mark };
}

/** The result of a merge with every conflict resolved in favour of the person's side. */
export function keepYours(texts: {
  readonly base: string;
  readonly yours: string;
  readonly theirs: string;
}): string {
  const [base, yours, theirs] = [texts.base, texts.yours, texts.theirs].map((text) =>
    linesOf(inLineEndsOf(texts.yours, text)),
  );
  return mergeLines(base ?? [], yours ?? [], theirs ?? [])
    .flatMap((part) => (part.kind === 'merged' ? part.lines : part.yours))
    .join('');
}

/** Converts a text to the line ends of another: version control may have put CRLF into every line. */
export function inLineEndsOf(other: string, text: string): string {
  const isCrlf = other.includes('\r\n') && !/(?<!\r)\n/u.test(other);
  return isCrlf && !text.includes('\r') ? text.replaceAll('\n', '\r\n') : text;
}

/**
 * The numbers, from 1, of the lines where conflicts begin or, if that marker is gone, end.
 *
 * @param mark - the label of the merge; without it, any merge
 */
export function conflictLines(text: string, mark?: string): number[] {
  const places = linesAt(text, (line) => isMarker(line, mark));
  const starts = places.filter(({ line }) => line.startsWith(YOURS));
  return (starts.length > 0 ? starts : places).map(({ at }) => at);
}

/** The numbers, from 1, of the lines between the two sides of a conflict; a person's own line can look like one. */
export function separatorLines(text: string): number[] {
  return linesAt(text, (line) => line.trimEnd() === BETWEEN).map(({ at }) => at);
}

const YOURS = '<<<<<<< yours';
const BETWEEN = '=======';
const THEIRS = '>>>>>>> rendered now';

const MARK = /^ \((?:[\da-f]{8})+\)$/u;

/** The line between the two sides has no label, because editors only recognize it without one; so it does not count here. */
function isMarker(line: string, mark: string | undefined): boolean {
  return [YOURS, THEIRS].some((marker) => {
    if (!line.startsWith(marker)) return false;
    const rest = line.slice(marker.length).trimEnd();
    return mark === undefined ? MARK.test(rest) : rest === ` (${mark})`;
  });
}

function linesAt(text: string, isWanted: (line: string) => boolean): { line: string; at: number }[] {
  return text.split('\n').flatMap((line, place) => (isWanted(line) ? [{ line, at: place + 1 }] : []));
}

function markFor(texts: readonly string[]): string {
  let mark = shortHash(texts.join('\0'));
  while (texts.some((text) => text.includes(mark))) mark += shortHash(mark);
  return mark;
}

function withEnd(line: string, eol: string): string {
  return line.endsWith('\n') ? line : `${line}${eol}`;
}
