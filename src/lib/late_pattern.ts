import { asciiFlags, asciiSource } from './ascii_source.ts';

/**
 * A pattern that is assembled from parts and compiled on first use. V8 compiles one created by a call at once, however
 * long it is; most documents need few of them. A text of ASCII characters alone is searched with a shorter
 * pattern that finds the same in it: letters of all scripts, without regard to case, take several times as long to compile.
 */
export class LatePattern {
  readonly #source: () => string;
  readonly #flags: string;
  readonly #sourceForAscii: (() => string) | undefined;
  readonly #needs: (() => NeededWords) | undefined;
  readonly #keepsPlace: boolean;
  #needed: NeededWords | undefined;
  #made: RegExp | undefined;
  #madeForAscii: RegExp | undefined;

  /**
   * @param sourceForAscii - the result of `asciiSource` for the source; computed and added by the build
   * @param needs - words one of which a text must have for the pattern to find anything in it; also added by the build
   */
  constructor(source: () => string, flags: string, sourceForAscii?: () => string, needs?: () => NeededWords) {
    this.#source = source;
    this.#flags = flags;
    this.#sourceForAscii = sourceForAscii;
    this.#needs = needs;
    this.#keepsPlace = flags.includes('g') || flags.includes('y');
  }

  /** The pattern itself, for methods that need it or set a place in a text: `test` and `exec` begin there. */
  get pattern(): RegExp {
    this.#made ??= new RegExp(this.#source(), this.#flags);
    return this.#made;
  }

  test(text: string): boolean {
    return this.#keepsPlace
      ? this.pattern.test(text)
      : this.#mayBeIn(text) && this.patternFor(text).test(text);
  }

  exec(text: string): RegExpExecArray | null {
    if (this.#keepsPlace) return this.pattern.exec(text);
    return this.#mayBeIn(text) ? this.patternFor(text).exec(text) : null;
  }

  /** An equivalent pattern for this text, for `match`, `matchAll`, `replace` and `split`, which keep no place in it. */
  patternFor(text: string): RegExp {
    if (!asked(text).isAscii) return this.pattern;
    this.#madeForAscii ??= this.#makeForAscii();
    return this.#madeForAscii;
  }

  #mayBeIn(text: string): boolean {
    if (this.#needs === undefined) return true;
    this.#needed ??= this.#needs();
    return asked(text).has(this.#needed);
  }

  #makeForAscii(): RegExp {
    const source = this.#sourceForAscii?.() ?? asciiSource(this.#source());
    return new RegExp(source, asciiFlags(source, this.#flags));
  }
}

/** Words one of which a text must contain, so that a pattern can find anything in it. */
export type NeededWords = {
  /** In lower case, a line each; those of ASCII are first. */
  readonly words: string;
  /** The letters of each: a bit for each, from `a` on. */
  readonly letters: readonly number[];
  /** The number of the words that a text of ASCII can have. */
  readonly ascii: number;
  /** Whether other texts need none of them. */
  readonly isForAscii?: true;
};

/** Cached facts about a text: many patterns are tried on each line of a document, and some of the lines are equal. */
class AskedText {
  readonly isAscii: boolean;
  readonly #text: string;
  #small: string | undefined;
  #letters = 0;
  readonly #answers = new Map<NeededWords, boolean>();

  constructor(text: string) {
    this.isAscii = ASCII.test(text);
    this.#text = text;
  }

  has(needed: NeededWords): boolean {
    let answer = this.#answers.get(needed);
    if (answer === undefined) {
      answer = this.#hasOneOf(needed);
      this.#answers.set(needed, answer);
    }
    return answer;
  }

  #hasOneOf({ words, letters, ascii, isForAscii }: NeededWords): boolean {
    if (!this.isAscii && (isForAscii === true || OTHER_CASES.test(this.#text))) return true;
    const count = this.isAscii ? ascii : letters.length;
    if (this.#small === undefined) {
      this.#small = this.#text.toLowerCase();
      // A long text contains them all.
      this.#letters = this.#small.length > LONGEST_KEPT ? ALL_LETTERS : lettersIn(this.#small);
    }
    const missing = ~this.#letters;
    let all: readonly string[] | undefined;
    for (let index = 0; index < count; index++) {
      if (((letters[index] ?? 0) & missing) !== 0) continue;
      all ??= words.split('\n');
      if (this.#small.includes(all[index] ?? '')) return true;
    }
    return false;
  }
}

function asked(text: string): AskedText {
  if (text.length > LONGEST_KEPT) return new AskedText(text);
  let known = texts.get(text);
  if (known === undefined) {
    known = new AskedText(text);
    if (texts.size === MAX_KEPT) texts.clear();
    texts.set(text, known);
  }
  return known;
}

function lettersIn(small: string): number {
  let letters = 0;
  for (let at = 0; at < small.length; at++) {
    const letter = small.charCodeAt(at) - FIRST_LETTER;
    if (letter >= 0 && letter < LETTERS) letters |= 1 << letter;
  }
  return letters;
}

const FIRST_LETTER = 97;
const LETTERS = 26;
const ALL_LETTERS = 2 ** LETTERS - 1;

/** Letters that have more than one other case, or another one in some places: the long s, the sign of kelvin, Greek. */
const OTHER_CASES =
  /[\u0130\u017f\u0370-\u03ff\u1c80-\u1c8a\u1e9b\u1e9e\u1f00-\u1fff\u2126\u212a\u212b\ua64a\ua64b]/;

const ASCII = /^[\0-\x7f]*$/;

const LONGEST_KEPT = 300;
const MAX_KEPT = 200;
const texts = new Map<string, AskedText>();
