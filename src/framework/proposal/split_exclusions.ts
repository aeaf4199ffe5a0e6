/** A sentence split into its wishes and its exclusions: two texts of its length with blanks in between. */
export type SplitSentence = { readonly said: string; readonly refused: string };

/**
 * Separates a sentence's exclusions from its wishes: `don't review anything, just explain it`, `without asking me`. A mere
 * description (`it does not start`, `I don't understand it`) does not exclude; `no questions` excludes that one word.
 */
export function splitExclusions(sentence: string): SplitSentence {
  const isRefused = new Uint8Array(sentence.length);
  for (const match of sentence.matchAll(REFUSAL)) {
    const start = match.index + match[0].length;
    const rest = sentence.slice(start, start + REACH);
    const end =
      match[1] === undefined ? (END.exec(rest)?.index ?? rest.length) : (WORD.exec(rest)?.[0].length ?? 0);
    isRefused.fill(1, match.index, start + end);
  }
  const keep = (refused: 0 | 1) =>
    sentence.replace(/\S/gu, (character, at: number) =>
      isRefused[at] === refused ? character : ' '.repeat(character.length),
    );
  return { said: keep(0), refused: keep(1) };
}

/** `don't` is an instruction only at the beginning of a clause; after a subject it describes. `no` is the group. */
const REFUSAL =
  /(?<=^\s{0,9}|[,.;:!?–—(]\s{0,9}|\b(?:and|but|please|so|then|just)\s{1,9})(?:please\s+)?(?:don['’]?t|do\s+not|never|not)\s+|\b(?:without|instead\s+of|rather\s+than|cannot|no\s+need\s+to)\s+|\b(no)\s+/giu;

/** The end of an exclusion, which is at most this many UTF-16 code units long. */
const END = /[,.;:!?–—)]|\s(?:but|just|only|instead|rather|please|then|so that|because)\s/iu;
const REACH = 120;
const WORD = /^[\p{L}\p{N}'’-]+/u;
