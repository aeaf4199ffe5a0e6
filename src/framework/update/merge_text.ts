import { linesOf, mergeLines, shortHash } from '../../lib/index.ts';

/** A file after a three-way merge. */
export type MergedText = {
  readonly text: string;
  /** How many conflicts are marked in it. */
  readonly conflicts: number;
  /** What the markers are known by; it stands in none of the three texts. */
  readonly mark: string;
};

/**
 * Merges what a person made of a file with what it renders to now. Conflicts are marked in the text, in the manner of git.
 *
 * @param texts.base - the text that both come from
 * @param texts.yours - as the person has it; the outcome has its line ends
 * @param texts.theirs - as rendered now
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

/** What a merge comes to when every conflict in it is settled for the person's side. */
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

/** A text with the line ends of another: version control may have put CRLF into every line. */
export function inLineEndsOf(other: string, text: string): string {
  const isCrlf = other.includes('\r\n') && !/(?<!\r)\n/u.test(other);
  return isCrlf && !text.includes('\r') ? text.replaceAll('\n', '\r\n') : text;
}

/** Whether a text still has a marker of a merge. */
export function hasMarkers(text: string, mark: string): boolean {
  return text.split('\n').some((line) => isMarker(line, mark));
}

/** The lines, from 1, in which the conflicts of a merge begin or, where that marker is gone, end. */
export function conflictLines(text: string, mark: string): number[] {
  const places = text.split('\n').flatMap((line, place) => (isMarker(line, mark) ? [{ line, place }] : []));
  const starts = places.filter(({ line }) => line.startsWith(YOURS));
  return (starts.length > 0 ? starts : places).map(({ place }) => place + 1);
}

const YOURS = '<<<<<<< yours';
const BETWEEN = '=======';
const THEIRS = '>>>>>>> rendered now';

/** The line between the two sides has no mark, since editors know it only as it is; so it does not count here. */
function isMarker(line: string, mark: string): boolean {
  return [YOURS, THEIRS].some((marker) => line.trimEnd() === `${marker} (${mark})`);
}

function markFor(texts: readonly string[]): string {
  let mark = shortHash(texts.join('\0'));
  while (texts.some((text) => text.includes(mark))) mark += shortHash(mark);
  return mark;
}

function withEnd(line: string, eol: string): string {
  return line.endsWith('\n') ? line : `${line}${eol}`;
}
