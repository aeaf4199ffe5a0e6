import { CLAUSE, withoutPlural } from './clauses.ts';

/** What is to stand first or last in the answer. */
export type Placed = {
  readonly end: 'first' | 'last';
  readonly thing: string;
  readonly at: number;
  readonly text: string;
};

/** `Begin with the verdict`, `put the questions last`. A thing of a part (`begin each finding with its place`) is none. */
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

/** Whether both can't be: two things in one place, or one in two. */
export function excludeEachOther(one: Placed, other: Placed): boolean {
  return (one.end === other.end) !== (one.thing === other.thing);
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
