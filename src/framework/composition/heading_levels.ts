/** The level that the highest heading of a protocol gets: one below the frame's headings. */
const HIGHEST = 3;
const LOWEST = 6;

/** The marks of a heading in a text: their end, and the number of marks added. */
export type LoweredHeading = { readonly end: number; readonly added: number };

/**
 * The headings of a protocol that have to be lowered so that all are below the frame's, which are of the second level; all are
 * lowered by the same amount, as far as there are levels. Code fences are ignored. The number of lines does not change.
 */
export function loweredHeadings(text: string): LoweredHeading[] {
  const headings = headingsIn(text);
  const shift = shiftOf(headings);
  return headings.flatMap(({ end, level }) => {
    const added = Math.min(shift, LOWEST - level);
    return added > 0 ? [{ end, added }] : [];
  });
}

/** A protocol's text for the frame, with its headings below the frame's. */
export function lowerHeadings(text: string): string {
  let [lowered, from] = ['', 0];
  for (const { end, added } of loweredHeadings(text)) {
    lowered += text.slice(from, end) + '#'.repeat(added);
    from = end;
  }
  return lowered + text.slice(from);
}

/**
 * Restores headings that were written in the frame to their levels in the protocol: they rise by as much as the frame lowers, but
 * no higher than the highest heading before.
 *
 * @param text - the protocol before
 * @param edited - the same after edits in the frame
 * @param isWritten - whether a line of it, counted from 0, was written in the frame
 */
export function raiseHeadings(text: string, edited: string, isWritten: (line: number) => boolean): string {
  const before = headingsIn(text);
  const shift = shiftOf(before);
  const highest = before.length === 0 ? 1 : Math.min(...before.map(({ level }) => level));
  let [raised, from] = ['', 0];
  for (const { end, level, line } of headingsIn(edited)) {
    const wanted = isWritten(line) ? Math.max(highest, level - shift) : level;
    raised += edited.slice(from, end - level) + '#'.repeat(wanted);
    from = end;
  }
  return raised + edited.slice(from);
}

function shiftOf(headings: readonly { readonly level: number }[]): number {
  return Math.max(0, HIGHEST - Math.min(HIGHEST, ...headings.map(({ level }) => level)));
}

/** A heading: the end of its marks, their number, and its line, from 0. */
type Heading = { readonly end: number; readonly level: number; readonly line: number };

function headingsIn(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let offset = 0;
  for (const [place, line] of text.split('\n').entries()) {
    const marks = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (marks !== undefined && fence === undefined) fence = marks;
    else if (marks !== undefined && fence !== undefined && closes(marks, fence, line)) fence = undefined;
    else if (fence === undefined) {
      const [start = '', level = ''] = /^ {0,3}(#{1,6})(?=\s|$)/u.exec(line) ?? [];
      if (level !== '') headings.push({ end: offset + start.length, level: level.length, line: place });
    }
    offset += line.length + 1;
  }
  return headings;
}

/** A fence ends with at least as many marks of its own kind and nothing after them. */
function closes(marks: string, fence: string, line: string): boolean {
  return marks[0] === fence[0] && marks.length >= fence.length && line.trim() === marks;
}
