import { CLAUSE, withoutPlural } from './clauses.ts';

/** A thing that has to come first or last in the answer. */
export type Placed = {
  readonly end: 'first' | 'last';
  readonly thing: string;
  readonly at: number;
  readonly text: string;
};

/**
 * `Begin with the verdict`, `put the questions last`. The beginning of a part (`begin each finding with its place`) does not
 * count.
 */
export function placedThings(text: string): Placed[] {
  return PATTERNS.flatMap(([end, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      end,
      thing: withoutPlural(match[1] ?? ''),
      at: match.index,
      text: match[0],
    })),
  );
}

/**
 * Returns a function that finds the first placement that excludes a given one: another thing in its position, or the same thing
 * in the other position.
 */
export function excludedBy<Other extends Placed>(
  others: readonly Other[],
): (one: Placed) => Other | undefined {
  const firsts = new Map<string, Other>();
  for (const other of others) {
    const key = `${other.end} ${other.thing}`;
    if (!firsts.has(key)) firsts.set(key, other);
  }
  // Any third thing differs from at least one of two different things in the same position.
  const inPlace = (end: Placed['end']) =>
    [...firsts.values()].filter((other) => other.end === end).slice(0, 2);
  const placed = { first: inPlace('first'), last: inPlace('last') };
  return ({ end, thing }) =>
    placed[end].find((other) => other.thing !== thing) ??
    firsts.get(`${end === 'first' ? 'last' : 'first'} ${thing}`);
}

const ARTICLE = '(?:the |an? |your |its )';

const PATTERNS: readonly (readonly ['first' | 'last', RegExp])[] = [
  [
    'first',
    pattern(`(?:begin|start|open)(?: (?:the|your) (?:answer|reply|report))? with ${ARTICLE}([a-z]{3,20})\\b`),
  ],
  ['first', pattern(`put ${ARTICLE}([a-z]{3,20}) first\\b`)],
  [
    'last',
    pattern(`(?:end|close|finish)(?: (?:the|your) (?:answer|reply|report))? with ${ARTICLE}([a-z]{3,20})\\b`),
  ],
  ['last', pattern(`put ${ARTICLE}([a-z]{3,20}) last\\b`)],
];

function pattern(source: string): RegExp {
  return new RegExp(`${CLAUSE}${source}`, 'gimu');
}
