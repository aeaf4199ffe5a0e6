import { foldedId, foldedTitle } from '../document/references.ts';
import { NUMBERS, UNIT_WORD, unitKind } from '../words/unit_words.ts';

/** A part of a plan with the names it is called by. */
export type NamedPart = {
  readonly id: string | undefined;
  /** The word before its number, in lower case: "phase". */
  readonly word: string | undefined;
  readonly title: string;
};

/** A place where a text names parts. */
export type Mention = {
  /** By index; empty where it looks like the name of a part, but no part has that name. */
  readonly parts: readonly number[];
  readonly start: number;
  readonly end: number;
};

/** Finds the parts of a plan in text about them: "Phase 3", "phases 1–3", "M2", "第一阶段", or a whole title. */
export class PartNames {
  readonly #byId = new Map<string, number>();
  readonly #byTitle = new Map<string, number>();
  readonly #words: ReadonlySet<string>;
  readonly #initials: ReadonlySet<string>;
  readonly #names: RegExp;

  constructor(parts: readonly NamedPart[]) {
    const words = new Set<string>();
    for (const [index, { id, word, title }] of parts.entries()) {
      if (id !== undefined && !this.#byId.has(foldedId(id))) this.#byId.set(foldedId(id), index);
      const folded = foldedTitle(title);
      if (folded.length >= SHORTEST_TITLE) this.#byTitle.set(folded, this.#byTitle.has(folded) ? -1 : index);
      if (word !== undefined) words.add(word.toLowerCase());
    }
    this.#words = words;
    this.#initials = new Set([...words].map((word) => word.charAt(0)));
    this.#names = namesPattern([...words]);
  }

  /** All names of parts in a text, in their order. */
  mentionsIn(text: string): Mention[] {
    const found: Mention[] = [];
    for (const match of text.matchAll(this.#names)) {
      const { word, ids, han, hanWord, code } = match.groups ?? {};
      const parts =
        ids !== undefined
          ? this.#inList(ids, word ?? '')
          : han === undefined
            ? this.#coded(code ?? '')
            : this.#numbered(han, hanWord ?? '');
      found.push({ parts, start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  /** The part whose whole name a text is: its title, or its number, with a title after it or not. */
  called(text: string): number | undefined {
    const bare = text.replace(/^[\s"'([{|*_`#]+|[\s"')\]}|*_`.:;,]+$/gu, '');
    const titled = this.#byTitle.get(foldedTitle(bare));
    if (titled !== undefined && titled >= 0) return titled;
    const number = /^(\d{1,4}[a-z]?)(?:$|[.)、:]\s+\S)/iu.exec(bare)?.[1];
    return number === undefined ? undefined : this.#byId.get(foldedId(number));
  }

  /** The part that an item of a list is about: the only one that it mentions, or begins with the title of. */
  partOf(item: string): number | undefined {
    const text = item.replace(/[*_`]/gu, '');
    const [mention, another] = this.mentionsIn(text);
    // "Phases 4 and 5 can go side by side" says something of both, and gives neither a place.
    const isOne = another === undefined && mention?.parts.length === 1;
    return this.beginning(text) ?? (isOne ? mention.parts[0] : undefined);
  }

  /**
   * The part whose title a text begins with, up to a dash or colon: its first words, or else some of its words; `undefined` where
   * several do.
   */
  beginning(text: string): number | undefined {
    const own = this.called(text);
    const name = foldedTitle(
      (/^(.*?)(?:\s[–—-]\s|[:：]\s|\s*[(（]|$)/u.exec(text)?.[1] ?? '').replace(/^[\s*_`]+|[\s*_`]+$/gu, ''),
    );
    if (own !== undefined || name.length < SHORTEST_NAME) return own;
    const titles = [...this.#byTitle].filter(([, index]) => index >= 0);
    const first = titles.filter(([title]) => title.startsWith(name));
    const words = wordsOf(name);
    const found =
      first.length > 0 || words.length < 2
        ? first
        : titles.filter(([title]) => {
            const known = wordsOf(title);
            return words.every((word) => known.includes(word));
          });
    return found.length === 1 ? found[0]?.[1] : undefined;
  }

  #inList(ids: string, word: string): number[] {
    const found: number[] = [];
    for (const { groups } of ids.matchAll(ID_OR_RANGE)) {
      const { from = '', to } = groups ?? {};
      const [first, last] = [Number(from), Number(to)];
      if (to === undefined || !(first < last) || last - first > LONGEST_RANGE)
        found.push(...this.#numbered(from, word));
      else for (let id = first; id <= last; id++) found.push(...this.#numbered(String(id), word));
    }
    return found;
  }

  #numbered(id: string, word: string): number[] {
    const number = NUMBERS[id.toLowerCase()] ?? id;
    const lower = word.toLowerCase().replace(/(?<=\p{Script=Latin}{3})s$/u, '');
    const isOurs =
      [...this.#words].some((own) => lower.startsWith(stemOf(own)) && lower.length <= own.length + 2) ||
      (this.#words.size === 0 && unitKind(lower) !== undefined);
    const own = isOurs ? this.#byId.get(foldedId(number)) : undefined;
    // "Milestone 2" where the headings say M2.
    const found = own ?? this.#byId.get(foldedId(`${lower.charAt(0)}${number}`));
    return found === undefined ? [] : [found];
  }

  #coded(code: string): number[] {
    const own = this.#byId.get(foldedId(code));
    if (own !== undefined) return [own];
    // "P2" where the headings say Phase 2.
    const short = /^(?<initial>\p{Lu})(?<number>\d{1,3}[a-z]?)$/u.exec(code)?.groups;
    if (short === undefined || !this.#initials.has(short.initial?.toLowerCase() ?? '')) return [];
    const found = this.#byId.get(foldedId(short.number ?? ''));
    return found === undefined ? [] : [found];
  }
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

const SHORTEST_TITLE = 2;
const SHORTEST_NAME = 5;
const LONGEST_RANGE = 100;
/** Languages without spaces continue right after it: 阶段1和2, フェーズ3は. */
const ID = String.raw`\d{1,4}(?:\.\d{1,4})*[a-z]?(?![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}])`;
/** No name begins inside a word or path; languages without spaces have no such limits around their words. */
const BEFORE = String.raw`(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_/.-])`;
const HAN = '[一二三四五六七八九十]{1,3}';
const AND = String.raw`\s*(?:,|、|&|\+|\/|[-–—~]|\band\b|\bor\b|\bto\b|\bthrough\b|\bund\b|\bet\b|\by\b|\be\b|и|和|与|と|및)\s*`;

/** The stem that a word keeps in all of its cases: "фаз" of "фаза". */
function stemOf(word: string): string {
  return /^\p{L}{3,}\p{L}$/u.test(word) && !/[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}]/u.test(word)
    ? word.slice(0, -1)
    : word;
}

/** "Phases 1, 2 and 3", "阶段二", "第二阶段", "M2". */
function namesPattern(own: readonly string[]): RegExp {
  const word = `(?:${[...own.map((each) => `${escaped(stemOf(each))}\\p{L}{0,3}`), `${UNIT_WORD}s?`].join('|')})`;
  return new RegExp(
    String.raw`${BEFORE}(?<word>${word})\s*[#№]?\s*(?<ids>(?:${ID}|${HAN})(?:${AND}(?:${word}\s*)?(?:${ID}|${HAN})){0,20})` +
      String.raw`|第?\s*(?<han>${HAN}|\d{1,3})\s*(?<hanWord>阶段|階段|段階|フェーズ|ステップ|단계|步|期)` +
      String.raw`|${BEFORE}(?<code>[A-Z]{1,4}-?\d{1,4}(?:\.\d{1,4})*[a-z]?)(?![\p{L}\p{N}_/-])`,
    'giu',
  );
}

function escaped(text: string): string {
  // A hyphen has no meaning outside of a class, and must not be escaped there.
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

const ID_OR_RANGE = new RegExp(
  String.raw`(?<from>\d{1,4}(?:\.\d{1,4})*[a-z]?|${HAN})(?:\s*(?:[-–—~]|\bto\b|\bthrough\b)\s*(?:${UNIT_WORD}s?\s*)?(?<to>\d{1,4})(?![\p{L}\p{N}.]))?`,
  'giu',
);
