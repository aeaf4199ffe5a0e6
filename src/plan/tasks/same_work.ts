/** Shorter words say too little; in languages without spaces between words, each is long. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}_.-]*/gu;
const SHORTEST = 3;

/**
 * Tells whether lines are mostly about work that is known: they name it by a good part of the words of its title, or say no more
 * than one of its steps does. Lines that would take too long to compare count as something else.
 *
 * @param titles - titles of the known work and of its steps
 */
export function sameWorkAs(titles: () => readonly string[]): (lines: readonly string[]) => boolean {
  let found: readonly ReadonlySet<string>[] | undefined;
  const all = () => {
    const said = titles();
    return said.length > MAX_KNOWN ? [] : said.map(wordsOf).filter(({ size }) => size > 0);
  };
  let left = MAX_COMPARED;
  return (lines) => {
    found ??= all();
    const known = found;
    left -= lines.length * known.length;
    if (lines.length === 0 || known.length === 0 || left < 0) return false;
    const same = lines.filter((line) => {
      const words = wordsOf(line);
      return words.size > 0 && known.some((title) => shareOf(words, title) >= MIN_SHARE);
    });
    return same.length * 2 >= lines.length;
  };
}

const MAX_KNOWN = 2_000;
const MAX_COMPARED = 200_000;
const MIN_SHARE = 0.6;

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
