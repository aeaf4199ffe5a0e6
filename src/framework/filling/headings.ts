/**
 * The headings that a protocol asks for and an answer does not have, in the protocol's order. A heading counts as a
 * Markdown heading of any level or as a line in bold, in any case, with or without a number before or a colon behind.
 */
export function missingHeadings(answer: string, wanted: readonly string[]): string[] {
  const found = new Set(answer.split(/\r?\n/u).flatMap(headingOf));
  return wanted.filter((heading) => !found.has(plain(heading)));
}

function headingOf(line: string): string[] {
  const match = /^\s{0,3}(?:#{1,6}\s+(.+?)\s*#*|(?:[*]{2}|__)(.+?)(?:[*]{2}|__):?)\s*$/u.exec(
    line.slice(0, LONGEST),
  );
  const text = match?.[1] ?? match?.[2];
  return text === undefined ? [] : [plain(text)];
}

/** A longer line is no heading, and need not be looked through. */
const LONGEST = 500;

function plain(heading: string): string {
  return heading
    .replace(/[*_`]/gu, '')
    .replace(/^\s*(?:\d+[.)]?|[ivx]+[.)])\s+/iu, '')
    .replace(/[\s:.]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}
