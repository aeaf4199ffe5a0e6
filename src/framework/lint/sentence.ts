/** The longest range that is examined to either side, in UTF-16 code units. */
const REACH = 300;

/** The sentence that contains an offset: up to the nearest full stop, semicolon or empty line on either side. */
export function sentenceAt(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - REACH), offset);
  const after = text.slice(offset, offset + REACH);
  const start = Math.max(...[...before.matchAll(END)].map((match) => match.index + match[0].length), 0);
  const end = after.search(END);
  return before.slice(start) + (end < 0 ? after : after.slice(0, end));
}

const END = /[.!?;](?=\s)|\n[ \t]*\r?\n/gu;

/**
 * Whether a pattern matches in the sentence of an offset, as {@link sentenceAt} defines it. The text is searched once, however
 * many offsets are asked for.
 *
 * @param pattern - global
 */
export function inSentenceOf(text: string, pattern: RegExp): (offset: number) => boolean {
  const ends = [...text.matchAll(END)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const hits = [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (hits.length === 0) return () => false;
  return (offset) => {
    const next = ends[firstFrom(ends, offset)]?.start ?? text.length;
    const before = ends[firstFrom(ends, offset) - 1]?.end ?? 0;
    const start = Math.max(before, offset - REACH);
    const hit = hits[firstFrom(hits, start)];
    return hit !== undefined && hit.end <= Math.min(next, offset + REACH);
  };
}

/** The index of the first of some sorted ranges that begins at an offset or after it. */
function firstFrom(ranges: readonly { readonly start: number }[], offset: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
