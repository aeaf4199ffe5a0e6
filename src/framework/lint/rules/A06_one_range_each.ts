import type { Composition, CompositionHit, CompositionRule, Part } from '../lint_rule.ts';
import { proseOf } from '../prose.ts';
import { hitInPart } from '../spans.ts';

export const A06: CompositionRule = {
  id: 'A06',
  title: 'one range for one thing',
  severity: 'warning',
  applies: 'composition',
  reason: 'Two different ranges for the same thing cannot both be kept.',
  bad: [
    { kind: 'protocol', file: 'a.txt', text: 'List 20 to 50 ideas.', metadata: {} },
    { kind: 'constraint', file: 'b.txt', text: 'RULE: The list has at least 25 ideas.', metadata: {} },
  ],
  good: [
    { kind: 'protocol', file: 'a.txt', text: 'List 20 to 50 ideas in at most 120 words.', metadata: {} },
    {
      kind: 'constraint',
      file: 'b.txt',
      text: 'RULE: The list has 20-50 ideas of 15 to 20 words.',
      metadata: {},
    },
  ],
  checkComposition: (composition) => {
    const first = new Map<string, Range>();
    const hits: CompositionHit[] = [];
    for (const range of composition.components.flatMap(rangesIn)) {
      const earlier = first.get(range.noun);
      if (earlier === undefined) first.set(range.noun, range);
      else if (earlier.part !== range.part && !isSame(earlier, range)) {
        const message = `"${range.found}" is a different range than "${earlier.found}" in the ${earlier.part.kind} ${earlier.part.file}.`;
        hits.push(hitInPart(composition, range.part, range.at, message));
      }
    }
    return [
      ...hits,
      ...allOfThem(composition, [...first.values(), ...composition.components.flatMap(countsIn)]),
    ];
  },
};

/** "At most three risks" in one component, "every risk" in another. */
function allOfThem(composition: Composition, ranges: readonly Range[]): CompositionHit[] {
  return ranges
    .filter(({ high, found }) => high < Number.POSITIVE_INFINITY && !/^(?:exactly|one|1)\b/iu.test(found))
    .flatMap((range) =>
      composition.components
        .filter((part) => part !== range.part)
        .flatMap((part) => {
          const all = [...proseOf(part.text).matchAll(ALL)].find(
            (match) => singular(match[1] ?? '') === range.noun,
          );
          if (all === undefined) return [];
          const message = `"${all[0]}" conflicts with "${range.found}" in the ${range.part.kind} ${range.part.file}.`;
          return [hitInPart(composition, part, all.index, message)];
        }),
    );
}

/** Numbers in orders such as `List the ten most important risks`. */
function countsIn(part: Part): Range[] {
  return [...proseOf(part.text).matchAll(COUNT)].map((match) => {
    const [found, number, noun = ''] = match;
    return {
      part,
      noun: singular(noun),
      low: numberOf(number),
      high: numberOf(number),
      at: match.index,
      found,
    };
  });
}

/** An order to give every one there is; `check every rule` only examines each. */
const ALL = /\b(?:list|name|report|give|show|present|mention) (?:every|each|all)(?: the)? ([a-z]{3,20})\b/giu;

function singular(noun: string): string {
  return noun.toLowerCase().replace(/s$/u, '');
}

function isSame(one: Range, other: Range): boolean {
  return (
    (one.low === other.low && one.high === other.high) || isOneRange(one, other) || isOneRange(other, one)
  );
}

/** Whether a minimum and a maximum form one range: at least two examples, and at most four. */
function isOneRange(least: Range, most: Range): boolean {
  return least.high === Number.POSITIVE_INFINITY && most.low === 0 && least.low < most.high;
}

type Range = {
  readonly part: Part;
  readonly noun: string;
  readonly low: number;
  readonly high: number;
  readonly at: number;
  readonly found: string;
};

const NUMBER =
  '(\\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|hundred)';
const RANGE = new RegExp(
  `\\b(?:${NUMBER}(?: to | or |-|–)${NUMBER}|(at least|at most|up to|no more than|no fewer than|exactly) ${NUMBER}) ([a-z]{3,20})\\b`,
  'giu',
);
const COUNT = new RegExp(
  `\\b(?:list|name|report|give|show|present) (?:the |only )?${NUMBER} (?:most [a-z]{3,15} |[a-z]{3,8}st )?([a-z]{3,20})\\b`,
  'giu',
);
const NAMES = 'one two three four five six seven eight nine ten'.split(' ');
const LARGER: Readonly<Record<string, number>> = {
  twelve: 12,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
};

/** Units of measure: a number of them says nothing about a number of things. */
const MEASURES =
  /^(?:words?|characters?|lines?|sentences?|minutes?|hours?|days?|weeks?|months?|years?|times|percent|tokens?|points?|more|other|things?)$/u;

function rangesIn(part: Part): Range[] {
  return [...proseOf(part.text).matchAll(RANGE)].flatMap((match) => {
    const [found, from, to, bound, limit, noun = ''] = match;
    if (MEASURES.test(noun.toLowerCase())) return [];
    const [low, high] =
      bound === undefined ? [numberOf(from), numberOf(to)] : bounds(bound.toLowerCase(), numberOf(limit));
    return [{ part, noun: singular(noun), low, high, at: match.index, found }];
  });
}

function bounds(bound: string, limit: number): [number, number] {
  if (bound === 'exactly') return [limit, limit];
  return bound === 'at least' || bound === 'no fewer than' ? [limit, Number.POSITIVE_INFINITY] : [0, limit];
}

function numberOf(text = ''): number {
  const named = NAMES.indexOf(text.toLowerCase());
  return named >= 0 ? named + 1 : (LARGER[text.toLowerCase()] ?? Number(text));
}
