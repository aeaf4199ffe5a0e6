/** A range of a text: from its first character to the one after its last. */
export type Range = { readonly start: number; readonly end: number };

/** Returns a function that tells whether an offset is in one of some ranges, in time logarithmic in their number. */
export function inRanges(ranges: readonly Range[]): (offset: number) => boolean {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (start >= end) continue;
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return (offset) => {
    let [low, high] = [0, joined.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((joined[middle] as Range).end <= offset) low = middle + 1;
      else high = middle;
    }
    return low < joined.length && (joined[low] as Range).start <= offset;
  };
}
