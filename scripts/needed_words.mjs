// The words that a text must contain for a pattern to match: searching for them takes a fraction of V8's time to compile the
// pattern, and most lines contain none.

/** The most words kept for one pattern, and the most forms of texts that only differ in a part. */
const MAX_WORDS = 100;
const MAX_FORMS = 40;

/**
 * Syntax that the parser below would misread: control characters (`\cJ`), groups with flags or with names beyond ASCII,
 * characters of two units, the long s, whose other case is S, and the end of a line, which ends a word where words are stored. A
 * pattern with one of these is compiled for every text.
 */
const UNKNOWN = /(?<!(?<!\\)(?:\\\\)*\\)\(\?(?![:=!]|<[=!]|<\w+>)|\\c|[^\0-\uffff]|[ſ\n]/u;

/**
 * The words that a text must contain for a pattern to match, as `LatePattern` takes them; those for ASCII alone where others need
 * none, and `undefined` where none needs any.
 *
 * @param ascii - the result of `asciiSource` for the pattern
 */
export function wordsFor(whole, ascii) {
  const all = neededWords(whole);
  const isAscii = (word) => /^\p{ASCII}*$/u.test(word);
  const words = (all ?? neededWords(ascii))?.toSorted((a, b) => Number(isAscii(b)) - Number(isAscii(a)));
  return (
    words && {
      // One text loads faster than many.
      words: words.join('\n'),
      letters: words.map(lettersOf),
      ascii: words.filter(isAscii).length,
      ...(all === undefined && { isForAscii: true }),
    }
  );
}

/**
 * Lower-case words, at least one of which occurs in every text (in lower case) that the pattern matches; `undefined` where there
 * are no such words. Letters that have several other cases, such as the long s, count as others there.
 */
export function neededWords(source) {
  if (UNKNOWN.test(source)) return undefined;
  const reader = new Reader(source);
  const whole = reader.alternatives();
  if (!reader.isDone) return undefined;
  // A text with a word also contains the words within it.
  const words = needOf(whole)?.filter(
    (word, _, all) => !all.some((other) => other !== word && word.includes(other)),
  );
  return words !== undefined && words.length <= MAX_WORDS && shortest(words) > 1 ? words : undefined;
}

/** A bit for each of the letters `a` to `z` that a word has: a text without one of them cannot contain the word. */
function lettersOf(word) {
  return [...word].reduce(
    (letters, one) => (/[a-z]/.test(one) ? letters | (1 << (one.charCodeAt(0) - 97)) : letters),
    0,
  );
}

// For each part of a pattern: `exact`, all texts that it can match, if they are few; `needs`, words one of which its match
// contains.
const ANYTHING = { exact: undefined, needs: undefined };
const NO_WIDTH = { exact: [''], needs: undefined };

class Reader {
  #source;
  #at = 0;

  constructor(source) {
    this.#source = source;
  }

  get isDone() {
    return this.#at === this.#source.length;
  }

  alternatives() {
    const parts = [this.#sequence()];
    while (this.#takes('|')) parts.push(this.#sequence());
    return eitherOf(parts);
  }

  #sequence() {
    const parts = [];
    while (!this.isDone && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')')
      parts.push(this.#quantified(this.#one()));
    return inOrder(parts);
  }

  #one() {
    const character = this.#source[this.#at];
    if (character === '(') return this.#group();
    if (character === '[') return this.#members();
    if (character === '\\') return this.#escaped();
    this.#at += 1;
    if (character === '.') return ANYTHING;
    return character === '^' || character === '$' ? NO_WIDTH : literal(character);
  }

  #group() {
    const [opening] = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/u.exec(this.#source.slice(this.#at));
    this.#at += opening.length;
    const isEmpty = this.#source[this.#at] === ')';
    const inner = this.alternatives();
    this.#at += 1;
    // A negative assertion says nothing about the text, except for an empty one, which always fails: `(?!)` matches nothing.
    if (opening.endsWith('!')) return isEmpty ? { exact: [], needs: [] } : NO_WIDTH;
    return opening.endsWith('=') ? { exact: [''], needs: needOf(inner) } : inner;
  }

  #members() {
    const [members] = /^\[(?:[^\\\]]|\\[\s\S])*\]/u.exec(this.#source.slice(this.#at));
    this.#at += members.length;
    return /^\[[^\\^\-\]]{1,3}\]$/u.test(members)
      ? { exact: [...members.slice(1, -1)].map((one) => one.toLowerCase()), needs: undefined }
      : ANYTHING;
  }

  #escaped() {
    const [whole] = /^\\(?:[pP]\{[^}]*\}|k<\w+>|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|\d+|[\s\S])/u.exec(
      this.#source.slice(this.#at),
    );
    this.#at += whole.length;
    if (whole === '\\b' || whole === '\\B') return NO_WIDTH;
    return /^\\[^\w\s]$/u.test(whole) ? literal(whole[1]) : ANYTHING;
  }

  #quantified(part) {
    const [quantifier] = /^(?:[?*+]|\{\d+(?:,\d*)?\})?\??/u.exec(this.#source.slice(this.#at));
    this.#at += quantifier.length;
    if (quantifier === '') return part;
    if (quantifier.startsWith('?')) return eitherOf([part, NO_WIDTH]);
    if (quantifier.startsWith('*') || /^\{0+[,}]/u.test(quantifier)) return ANYTHING;
    return { exact: undefined, needs: needOf(part) };
  }

  #takes(character) {
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

function literal(character) {
  return { exact: [character.toLowerCase()], needs: undefined };
}

function eitherOf(parts) {
  const exact = parts.every((part) => part.exact !== undefined)
    ? [...new Set(parts.flatMap((part) => part.exact))]
    : undefined;
  const needs = parts.map(needOf);
  return {
    exact: exact !== undefined && exact.length <= MAX_FORMS ? exact : undefined,
    needs: needs.includes(undefined) ? undefined : [...new Set(needs.flat())],
  };
}

function inOrder(parts) {
  let best;
  let run = [''];
  let isWhole = true;
  const offer = (words) => {
    if (words !== undefined && isBetter(words, best)) best = words;
  };
  for (const part of parts) {
    offer(part.needs);
    const longer = part.exact && run.flatMap((left) => part.exact.map((right) => left + right));
    if (longer !== undefined && longer.length <= MAX_FORMS) {
      run = longer;
      continue;
    }
    offer(needOf({ exact: run, needs: undefined }));
    isWhole = false;
    run = part.exact ?? [''];
  }
  offer(needOf({ exact: run, needs: undefined }));
  return { exact: isWhole ? [...new Set(run)] : undefined, needs: best };
}

/** Words one of which every match of a part contains. */
function needOf({ exact, needs }) {
  const own = exact?.includes('') ? undefined : exact;
  return own !== undefined && isBetter(own, needs) ? own : needs;
}

/** Whether words are more selective: longer ones, fewer of them. */
function isBetter(words, others) {
  if (others === undefined) return true;
  const [length, other] = [shortest(words), shortest(others)];
  return length === other ? words.length < others.length : length > other;
}

function shortest(words) {
  return Math.min(...words.map((word) => word.length));
}
