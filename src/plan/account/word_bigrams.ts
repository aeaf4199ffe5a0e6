import { LatePattern } from '../../lib/index.ts';

/**
 * The pairs of words in a text, to find another text in it, whatever the marks and line ends. Languages that write
 * without spaces are taken sign by sign.
 */
export class WordBigrams {
  readonly #pairs = new Set<number>();

  add(text: string): void {
    let before = 0;
    for (const [word] of text.matchAll(WORD.patternFor(text))) {
      const own = hashOf(word);
      this.#pairs.add(own);
      this.#pairs.add(paired(before, own));
      before = own;
    }
  }

  /** The share of a text that occurs, from 0 to 1; 1 for a text without words. */
  shareOf(text: string): number {
    let [count, said, before] = [0, 0, 0];
    for (const [word] of text.matchAll(WORD.patternFor(text))) {
      const own = hashOf(word);
      // The first word has no word before it; alone it counts little.
      const isSaid = this.#pairs.has(before === 0 ? own : paired(before, own));
      if (isSaid) said += 1;
      count += 1;
      before = own;
    }
    return count === 0 ? 1 : said / count;
  }

  /** The number of words in a text that occur nowhere, whatever their neighbours; numbers and codes do not count. */
  missingIn(text: string): number {
    let count = 0;
    for (const [word] of text.matchAll(WORD.patternFor(text)))
      if (!CODE.test(word) && !this.#pairs.has(hashOf(word))) count += 1;
    return count;
  }
}

/** `12`, `T003`, `3b`. */
const CODE = /^[A-Z]{0,4}\d+[a-z]?$/u;

/** A word, or a sign of a language without spaces. */
const WORD = new LatePattern(
  () => String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+`,
  'gu',
);

/** The hash of a word, without regard to case. A document has few words, and each of them often. */
function hashOf(word: string): number {
  let hash = hashes.get(word);
  if (hash === undefined) {
    hash = fnv1a(word.toLowerCase());
    if (hashes.size === MAX_KEPT) hashes.clear();
    hashes.set(word, hash);
  }
  return hash;
}

const MAX_KEPT = 2000;
const hashes = new Map<string, number>();

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function paired(before: number, own: number): number {
  return (Math.imul(before ^ 0x9e3779b9, 0x85ebca6b) ^ own) >>> 0;
}
