import { LatePattern } from '../../lib/index.ts';
import { AFTER_WORDS, BEFORE_WORDS, BESIDE_WORDS } from '../words/order_words.ts';
import type { Mention, PartNames } from './part_names.ts';

/** The order of parts that a text states; parts are named by index. */
export type OrderStatement = {
  /** The first comes after the second. */
  readonly after: readonly (readonly [part: number, on: number])[];
  /** Two that can go side by side. */
  readonly beside: readonly (readonly [part: number, other: number])[];
};

/** The answer for a text that is about the order of parts, and cannot be read. */
export const UNREADABLE = 'unread';

/** Reads sentences such as "Phase 3 can start once 1 is done". */
export function readOrderStatement(
  text: string,
  names: PartNames,
): OrderStatement | typeof UNREADABLE | undefined {
  const after: [number, number][] = [];
  const beside: [number, number][] = [];
  let isUnread = false;
  for (const sentence of text.slice(0, LONGEST).split(SENTENCE_END)) {
    const said = clausesOf(sentence, names);
    if (said === UNREADABLE) isUnread = true;
    else if (said !== undefined) {
      for (const each of said.after) after.push([...each]);
      for (const each of said.beside) beside.push([...each]);
    }
  }
  if (after.length + beside.length > 0) return { after, beside };
  return isUnread ? UNREADABLE : undefined;
}

const LONGEST = 2_000;
const SENTENCE_END = /(?<=[.;!?])\s+|(?<=[。；！？])/u;

/** Reads a sentence; one that says too much to be read at once, clause by clause. */
function clausesOf(sentence: string, names: PartNames): OrderStatement | typeof UNREADABLE | undefined {
  if (!/[\d一二三四五六七八九十]/u.test(sentence) || !ANY.test(sentence)) return undefined;
  const whole = clauseIn(sentence, names);
  if (whole !== UNREADABLE) return whole;
  const clauses = sentence.split(/[,，]\s+(?:and |but |while |whereas )?|\s+(?:but|while|whereas)\s+/iu);
  if (clauses.length < 2) return UNREADABLE;
  const said = clauses.map((clause) => clauseIn(clause, names));
  if (said.includes(UNREADABLE)) return UNREADABLE;
  const read = said.filter((each) => each !== undefined && each !== UNREADABLE);
  return read.length === 0
    ? UNREADABLE
    : { after: read.flatMap((each) => each.after), beside: read.flatMap((each) => each.beside) };
}

function clauseIn(clause: string, names: PartNames): OrderStatement | typeof UNREADABLE | undefined {
  const mentions = names.mentionsIn(clause);
  if (mentions.length === 0) return undefined;
  const words = [...clause.matchAll(ORDER.pattern)].filter(
    ({ index }) => !mentions.some(({ start, end }) => index >= start && index < end),
  );
  const isBeside = BESIDE.test(clause);
  // In these languages, the word after the first part goes with words at the end.
  const [word, another] = TOPIC.test(words[0]?.[0] ?? '') ? words.slice(0, 1) : words;
  if (another !== undefined) return mentions.length > 1 || isBeside ? UNREADABLE : undefined;
  if (word === undefined) return isBeside ? besideIn(clause, mentions) : undefined;
  const { index } = word;
  const end = index + word[0].length;
  const left = mentions.filter((each) => each.end <= index);
  const right = mentions.filter((each) => each.start >= end);
  const isAfter = word.groups?.after !== undefined;
  if (left.length === 0) return isAfter ? leading(clause, right, end) : undefined;
  const others = right.length > 0 ? partsOf(right) : numbersIn(clause.slice(end), names);
  const own = partsOf(left);
  // "Phase 2 needs Node 20", "Phase 1 after the review": this is about no other part.
  if (right.length === 0 && others.length === 0) return undefined;
  const isClose =
    index - (left.at(-1)?.end ?? 0) <= FURTHEST && (right[0]?.start ?? end) - end <= FURTHEST / 2;
  const areKnown = [...left, ...right].every(({ parts }) => parts.length > 0);
  if (!isClose || !areKnown) return UNREADABLE;
  // "Phase 2 does not depend on phase 1."
  if (NEGATED.test(clause.slice(0, end))) return { after: [], beside: pairsBetween(own, others) };
  const [later, earlier] = isAfter ? [own, others] : [others, own];
  return {
    after: pairsBetween(later, earlier),
    beside: isBeside ? [...pairsAmong(own), ...pairsAmong(others)] : [],
  };
}

/** "Once phase 1 is done, phase 2 can start." */
function leading(
  clause: string,
  mentions: readonly Mention[],
  from: number,
): OrderStatement | typeof UNREADABLE | undefined {
  const comma = clause.slice(from).search(/[,，:：]\s|，/u);
  if (mentions.length < 2) return undefined;
  if (comma < 0) return UNREADABLE;
  const at = from + comma;
  const earlier = partsOf(mentions.filter(({ end }) => end <= at));
  const later = partsOf(mentions.filter(({ start }) => start >= at));
  const areKnown = mentions.every(({ parts }) => parts.length > 0);
  if (!areKnown || earlier.length === 0 || later.length === 0) return UNREADABLE;
  return {
    after: pairsBetween(later, earlier),
    beside: BESIDE.test(clause.slice(at)) ? pairsAmong(later) : [],
  };
}

function besideIn(
  clause: string,
  mentions: readonly Mention[],
): OrderStatement | typeof UNREADABLE | undefined {
  const parts = partsOf(mentions);
  if (mentions.some((each) => each.parts.length === 0)) return UNREADABLE;
  const tracks = mentions.flatMap((mention) => tracksIn(clause, mention));
  if (parts.length < 2) return undefined;
  if (tracks.length < 2) return { after: [], beside: pairsAmong(parts) };
  const beside = tracks.flatMap((track, index) =>
    tracks.slice(index + 1).flatMap((other) => pairsBetween(track, other)),
  );
  return { after: [], beside };
}

/** The parts that a text names, those that a plus joins together: "1+2 and 3" are two tracks, and nothing is said of 1 and 2. */
function tracksIn(clause: string, { parts, start, end }: Mention): (readonly number[])[] {
  const alone = parts.map((part) => [part]);
  const text = clause.slice(start, end);
  if (!/\d\s*\+/u.test(text)) return alone;
  const counts = text
    .replace(/\s*\+\s*/gu, '+')
    .split(/[^\d.+\p{L}]+|\b(?:and|und|et|y|e)\b|[и和与と및]/u)
    .map((piece) => piece.match(/\d+(?:\.\d+)*/gu)?.length ?? 0)
    .filter((count) => count > 0);
  if (counts.reduce((sum, count) => sum + count, 0) !== parts.length) return [parts];
  let from = 0;
  return counts.map((count) => {
    from += count;
    return parts.slice(from - count, from);
  });
}

/** "once 1 is done", "needs 2 and 3", after words that ask for parts. */
function numbersIn(text: string, names: PartNames): number[] {
  const said = NUMBERS_BEHIND.exec(text)?.groups?.numbers;
  const parts = (said?.match(/\d{1,4}[a-z]?/giu) ?? []).map((number) => names.called(number));
  return parts.flatMap((part) => part ?? []);
}

const NUMBERS_BEHIND =
  /^\s*(?<numbers>#?\d{1,4}[a-z]?(?:\s*(?:,|and|&|\+)\s*#?\d{1,4}[a-z]?){0,20})(?=\s+(?:is|are|has|have|was|were)\b|\s*[.,;]?\s*$)/iu;

/** With more characters between a part and the order word, the word may be about something else. */
const FURTHEST = 80;

function partsOf(mentions: readonly Mention[]): number[] {
  return [...new Set(mentions.flatMap(({ parts }) => parts))];
}

/** Pairs of each of the first with each of the second. */
export function pairsBetween(parts: readonly number[], others: readonly number[]): [number, number][] {
  return parts.flatMap((part) =>
    others.flatMap((on): [number, number][] => (part === on ? [] : [[part, on]])),
  );
}

/** All pairs of them. */
export function pairsAmong(parts: readonly number[]): [number, number][] {
  return parts.flatMap((part, index) =>
    parts.slice(index + 1).map((other): [number, number] => [part, other]),
  );
}

const START = String.raw`(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{N}])`;
const END = String.raw`(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}])`;
const AFTER = AFTER_WORDS.join('|');
const BEFORE = BEFORE_WORDS.join('|');
const ORDER = new LatePattern(() => `${START}(?:(?<before>${BEFORE})|(?<after>${AFTER}))${END}`, 'giu');
const BESIDE = new LatePattern(() => `${START}(?:${BESIDE_WORDS.join('|')})${END}`, 'iu');
const ANY = new LatePattern(() => `${START}(?:${BEFORE}|${AFTER}|${BESIDE_WORDS.join('|')})${END}`, 'iu');
const TOPIC = /^[在は은는]/u;
const NEGATED =
  /\b(?:not|never|no|nicht|ne|pas|no|não|non)\s+(?:strictly |directly )?(?:depend|require|need|wait|block)\w*|\bnicht\b|не\s+(?:завис|требу)\p{L}*|(?:不|无需|無需)(?:依赖|需要)/iu;
