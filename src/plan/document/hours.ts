const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:h|hrs?|hours?)$/u, 1],
  [/^(?:m|mins?|minutes?)$/u, 1 / 60],
  [/^(?:d|days?)$/u, 8],
  [/^(?:w|wks?|weeks?)$/u, 40],
];

const WORDS: Readonly<Record<string, number>> = {
  half: 0.5,
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};

const TOKEN =
  /^\s*(?:(?<number>\d+\/\d+|\d+(?:[.,]\d+)?|[.]\d+|(?:half|one|two|three|four|five|six|seven|eight|nine|ten|an?)\b(?:\s+(?:a|an)\b)?)|(?<unit>(?:working|person|business)?[\s-]*(?:hours?|hrs?|h|minutes?|mins?|m|days?|d|weeks?|wks?|w)(?![a-z]))|(?<range>-|–|—|\.\.|to\b|or\b)|(?<plus>\+|and\b|&))/u;

type Quantity = { readonly amount: number; unit: number | undefined };

/**
 * An estimate in hours; `undefined` where it is not understood. A bare number is hours, a day has 8 and a week 40, and
 * a range counts as its upper bound. A range has two ends, neither of them negative.
 *
 * @param options.needsUnit - refuses a bare number, for places where it could mean something else
 */
export function parseHours(text: string, options: { readonly needsUnit: boolean }): number | undefined {
  const simple = options.needsUnit ? null : SIMPLE.exec(text);
  if (simple !== null) return Math.max(Number(simple[1]), Number(simple[2] ?? simple[1]));
  const estimate = text
    .toLowerCase()
    .replace(/[*_`]/gu, '')
    .replace(/\([^()]*\)/gu, ' ')
    .trim()
    .replace(
      /^(?:est(?:imated|imate|\.)?:?\s*)?(?:(?:about|approx(?:imately)?\.?|around|roughly|circa|ca\.|up to|at most|max(?:imum)?\.?|under|less than|[~≈<≤])\s*)*/u,
      '',
    )
    .replace(/(?:\s*(?:,\s|;).*|\s+(?:in\s+)?total|\s+of work|\.)$/u, '');
  const sign = /^-\s*[\d.]/u.test(estimate) ? -1 : 1;
  const groups = quantitiesOf(sign < 0 ? estimate.slice(1) : estimate);
  if (groups === undefined) return undefined;
  if (groups.length > (sign < 0 ? 1 : 2)) return undefined;
  const hasUnit = groups.flat().some(({ unit }) => unit !== undefined);
  if (options.needsUnit && !hasUnit) return undefined;
  return sign * Math.max(...inHours(groups));
}

/** What most plans have: `2`, `0.5`, `2-3`. */
const SIMPLE = /^(\d{1,6}(?:\.\d{1,6})?)(?:-(\d{1,6}(?:\.\d{1,6})?))?$/u;

/** The quantities on both sides of each range mark, or nothing where the text holds anything else. */
function quantitiesOf(text: string): Quantity[][] | undefined {
  const groups: Quantity[][] = [[]];
  let rest = text;
  for (let match = TOKEN.exec(rest); match !== null; match = TOKEN.exec(rest)) {
    rest = rest.slice(match[0].length);
    const { number, unit, range } = match.groups ?? {};
    const group = groups.at(-1) ?? [];
    const last = group.at(-1);
    if (number !== undefined) {
      // Two numbers side by side are no estimate, whatever they mean.
      if (last !== undefined && last.unit === undefined) return undefined;
      group.push({ amount: amountOf(number), unit: undefined });
    } else if (unit !== undefined) {
      if (last === undefined || last.unit !== undefined) return undefined;
      last.unit = unitOf(unit);
    } else if (range !== undefined) groups.push([]);
  }
  const isWhole = rest === '' && groups.every((group) => group.length > 0 && !group.some(isUnclear));
  return isWhole ? groups : undefined;
}

/** A number without a unit behind one that has another than hours: nobody knows what `1 day 2` is. */
function isUnclear({ unit }: Quantity, index: number, group: readonly Quantity[]): boolean {
  const before = group[index - 1]?.unit;
  return unit === undefined && before !== undefined && before !== 1;
}

function amountOf(number: string): number {
  const word = WORDS[number.split(/\s/u)[0] ?? ''];
  if (word !== undefined) return word;
  const [above = '', below] = number.split('/');
  return below === undefined ? Number(above.replace(',', '.')) : Number(above) / Number(below);
}

function unitOf(text: string): number {
  const unit = text.replace(/^[\s-]*(?:working|person|business)?[\s-]*/u, '');
  return UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? 1;
}

/** A number without a unit takes the one after the range (`30-45 minutes`), is minutes after hours (`1h 30`), or is hours. */
function inHours(groups: readonly (readonly Quantity[])[]): number[] {
  const last = groups.at(-1)?.findLast(({ unit }) => unit !== undefined)?.unit;
  return groups.map((group) =>
    group.reduce((sum, { amount, unit }, index) => {
      const before = group[index - 1]?.unit;
      return sum + amount * (unit ?? (before === 1 ? 1 / 60 : (last ?? 1)));
    }, 0),
  );
}
