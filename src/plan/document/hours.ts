import {
  ABOUT,
  BEHIND,
  BESIDE_UNIT,
  DUTCH_UNIT,
  NUMBER_WORDS,
  PLUS_WORDS,
  RANGE_WORDS,
  UNIT_HOURS,
  WHOLE_WORDS,
} from '../words/duration_words.ts';
import { fieldKey } from './field_names.ts';

type Quantity = {
  amount: number;
  unit: number | undefined;
  /** Whether a word such as "and" comes before it. */
  readonly isAdded: boolean;
};

/**
 * An estimate in hours; `undefined` where it is not understood. A bare number is hours, a day has 8 and a week 40, and
 * a range counts as its upper bound. A range has two ends, neither of them negative.
 *
 * @param options.needsUnit - refuses a bare number, for places where it could mean something else
 */
export function parseHours(text: string, options: { readonly needsUnit: boolean }): number | undefined {
  const simple = options.needsUnit ? null : SIMPLE.exec(text);
  if (simple !== null) return Math.max(Number(simple[1]), Number(simple[2] ?? simple[1]));
  const whole = wholeHours(withoutName(text), options);
  if (whole !== undefined || options.needsUnit) return whole;
  return hoursInBrackets(text);
}

/** The estimate in the only brackets of a text that gives a size in other words: "M (2-3 days)", "4 points (~16 hours)". */
export function hoursInBrackets(text: string): number | undefined {
  const [inner, ...more] = [...text.matchAll(/[(（]([^()（）]{1,60})[)）]/gu)];
  return inner === undefined || more.length > 0 ? undefined : wholeHours(inner[1] ?? '', { needsUnit: true });
}

/** "Duration: 2 days" in a heading's brackets: the estimate without the name of the field. */
function withoutName(text: string): string {
  const { name, said } = /^(?<name>[^:：]{1,40})[:：]\s*(?<said>\S.*)$/u.exec(text)?.groups ?? {};
  return name !== undefined && said !== undefined && fieldKey(name) === 'hours' ? said : text;
}

function wholeHours(text: string, options: { readonly needsUnit: boolean }): number | undefined {
  const estimate = (isAscii(text) ? text : text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[*_`]/gu, '')
    .replace(/\([^()]*\)/gu, ' ')
    .trim()
    .replace(/^est(?:imated|imate|\.)?(?!\p{L}):?\s*/u, '')
    .replace(ABOUT, '')
    .replace(BEHIND, '');
  const sign = /^-\s*[\d.]/u.test(estimate) ? -1 : 1;
  const groups = quantitiesOf(sign < 0 ? estimate.slice(1) : estimate);
  if (groups === undefined) return undefined;
  if (groups.length > (sign < 0 ? 1 : 2)) return undefined;
  const hasUnit = groups.flat().some(({ unit }) => unit !== undefined);
  if (options.needsUnit && !hasUnit) return undefined;
  return sign * Math.max(...inHours(groups));
}

/** The form of most estimates: `2`, `0.5`, `2-3`. */
const SIMPLE = /^(\d{1,6}(?:\.\d{1,6})?)(?:-(\d{1,6}(?:\.\d{1,6})?))?$/u;

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/u.test(text);
}

/** A number, a sign between the ends of a range or between quantities that are added, or a word. */
const TOKEN =
  /^\s*(?:(?<number>\d+\/\d+|\d+(?:[.,]\d+)?|[.]\d+)|-?\s*(?<word>[\p{L}\p{M}]+)\.?(?!\.)|(?<range>-|–|—|~|〜|\.\.)|(?<plus>[+&]))/u;

/** The part of an estimate read so far: the quantities on both sides of each range mark. */
type Reading = {
  readonly groups: Quantity[][];
  isAdding: boolean;
  /** Whether a number comes before a word such as "person", whose unit is still to come. */
  isOfSomething: boolean;
  /** Whether "of" was the last word: a number after it counts those things, and adds nothing. */
  isBehindOf: boolean;
  /** Whether "of" is the Dutch "or". */
  readonly isDutch: boolean;
};

/** The quantities on both sides of each range mark, or nothing where the text holds anything else. */
function quantitiesOf(text: string): Quantity[][] | undefined {
  const reading: Reading = {
    ...{ groups: [[]], isAdding: false, isOfSomething: false, isBehindOf: false },
    isDutch: DUTCH_UNIT.test(text),
  };
  let rest = text.trimEnd();
  for (let match = TOKEN.exec(rest); match !== null; match = TOKEN.exec(rest)) {
    rest = rest.slice(match[0].length);
    const { number, word, range } = match.groups ?? {};
    if (number !== undefined) {
      if (reading.isBehindOf || !addAmount(reading, amountOf(number))) return undefined;
    } else if (word !== undefined) {
      if (!addWord(reading, word)) return undefined;
    } else if (range !== undefined) reading.groups.push([]);
    else reading.isAdding = true;
  }
  const { groups, isOfSomething } = reading;
  const isWhole =
    rest === '' && !isOfSomething && groups.every((group) => group.length > 0 && !group.some(isUnclear));
  return isWhole ? groups : undefined;
}

/** Two numbers side by side are no estimate, whatever they mean. */
function addAmount(reading: Reading, amount: number, unit?: number): boolean {
  const group = reading.groups.at(-1);
  const last = group?.at(-1);
  if (last !== undefined && last.unit === undefined) return false;
  group?.push({ amount, unit, isAdded: reading.isAdding });
  reading.isAdding = false;
  return true;
}

/** Adds a unit, a number, or a word between two of them; an estimate contains nothing else. */
function addWord(reading: Reading, word: string): boolean {
  const { isBehindOf } = reading;
  reading.isBehindOf = false;
  const last = reading.groups.at(-1)?.at(-1);
  const unit = UNIT_HOURS.get(word);
  const isBare = last !== undefined && last.unit === undefined;
  if (unit !== undefined && isBare) {
    last.unit = unit;
    reading.isOfSomething = false;
    return true;
  }
  // "half an hour"; "2 a 3 días" is a range.
  if (isBare && last.amount === HALF && ARTICLE.test(word)) return true;
  const isRange = RANGE_WORDS.has(word) && (word !== OF || reading.isDutch);
  if (last !== undefined && !reading.isAdding && isRange) {
    reading.groups.push([]);
    return true;
  }
  if (last !== undefined && PLUS_WORDS.has(word)) {
    reading.isAdding = true;
    return true;
  }
  const whole = WHOLE_WORDS.get(word);
  const amount = NUMBER_WORDS.get(word);
  if (isBehindOf && (whole ?? amount) !== undefined) return false;
  if (whole !== undefined) return addAmount(reading, 1, whole);
  if (amount === HALF && isBare && last.amount === 1) {
    last.amount = HALF;
    return true;
  }
  if (amount !== undefined) return addAmount(reading, amount);
  if (last === undefined || !BESIDE_UNIT.has(word)) return false;
  reading.isOfSomething = isBare;
  reading.isBehindOf = word === OF || word === 'de';
  return true;
}

const HALF = 0.5;
const ARTICLE = /^an?$/u;
const OF = 'of';

/** A number without a unit after a unit other than hours: `1 day 2` and `1 h 0.7` are unclear. */
function isUnclear(quantity: Quantity, index: number, group: readonly Quantity[]): boolean {
  const { amount, unit } = quantity;
  const before = group[index - 1]?.unit;
  if (unit !== undefined || before === undefined || isHalfMore(quantity)) return false;
  return before !== 1 || !Number.isInteger(amount);
}

/** "1 hour and a half": the half has the unit before it. */
function isHalfMore({ amount, unit, isAdded }: Quantity): boolean {
  return unit === undefined && isAdded && amount === HALF;
}

function amountOf(number: string): number {
  const [above = '', below] = number.split('/');
  return below === undefined ? Number(above.replace(',', '.')) : Number(above) / Number(below);
}

/**
 * Gives units to numbers: one without a unit takes the one after the range (`30-45 minutes`), is minutes after hours (`1h 30`),
 * or is hours; "and a half" takes the unit before it.
 */
function inHours(groups: readonly (readonly Quantity[])[]): number[] {
  const last = groups.at(-1)?.findLast(({ unit }) => unit !== undefined)?.unit;
  return groups.map((group) =>
    group.reduce((sum, quantity, index) => {
      const { amount, unit } = quantity;
      const before = group[index - 1]?.unit;
      const bare = isHalfMore(quantity) ? before : before === 1 ? 1 / 60 : undefined;
      return sum + amount * (unit ?? bare ?? last ?? 1);
    }, 0),
  );
}
