/** Words of less letters say too little; where words are not told apart by spaces, each is long. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}_.-]*/gu;
const SHORTEST = 3;

/**
 * Whether lines mostly tell again of the same work: they name parts of it by a good part of the words of their titles, or
 * say no more than one of them does.
 */
export function tellSameWork(lines: readonly string[], titles: readonly string[]): boolean {
  if (lines.length === 0 || lines.length * titles.length > MOST_COMPARED) return false;
  const known = titles.map(wordsOf).filter(({ size }) => size > 0);
  const same = lines.filter((line) => {
    const words = wordsOf(line);
    return words.size > 0 && known.some((title) => shareOf(words, title) >= LEAST_SHARE);
  });
  return same.length * 2 >= lines.length;
}

const MOST_COMPARED = 40_000;
const LEAST_SHARE = 0.6;

/** The share that two sets of words have in common, of the smaller one. */
function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const word of small) if (large.has(word)) common += 1;
  return common / small.size;
}

function wordsOf(text: string): Set<string> {
  const words = text.slice(0, LONGEST).toLowerCase().match(WORD) ?? [];
  return new Set(words.filter((word) => word.length >= SHORTEST || /[^\p{ASCII}]|\d/u.test(word)));
}

const LONGEST = 300;
