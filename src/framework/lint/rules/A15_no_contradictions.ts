import { forbiddenActs, keysOfForbidden, keysOfStated, statedActs } from '../acts.ts';
import { type AnswerBounds, answerBounds } from '../answer_bounds.ts';
import { CONTRADICTIONS } from '../contradictions.ts';
import { linesOf } from '../lines.ts';
import type { Composition, CompositionHit, CompositionRule, Part } from '../lint_rule.ts';
import { MAX_HITS, messageExcerpt } from '../matches.ts';
import { excludedBy, type Placed, placedThings } from '../openings.ts';
import { proseOf } from '../prose.ts';
import { inSentenceOf } from '../sentence.ts';
import { promptOf } from '../slots.ts';
import { hitInPart } from '../spans.ts';
import { unwantedThings, wantedThings } from '../things.ts';
import { unwrapped } from '../unwrapped.ts';

export const A15: CompositionRule = {
  id: 'A15',
  title: 'no two lines that a reader can take as contradicting',
  severity: 'warning',
  applies: 'composition',
  reason:
    'A model settles a contradiction as it likes, another way each time, and spends lines on saying so.',
  bad: [
    {
      kind: 'persona',
      file: 'a.txt',
      text: 'Ask nothing. Everything stands in this reply. No tables. Never rename a file.',
      metadata: {},
    },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'Ask the user what they want; one question per turn. Rename the file.\n\nOUTPUT\nA table of what was found. Under 300 words.',
      metadata: {},
    },
    { kind: 'constraint', file: 'c.txt', text: 'The answer has at most 500 words.', metadata: {} },
  ],
  good: [
    {
      kind: 'persona',
      file: 'a.txt',
      text: 'Ask nothing unless a place is open. Never rename a file that others import.',
      metadata: {},
    },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'Rename the folder. Name what was asked for.\n\nOUTPUT\nA table only if asked for. Under 300 words beside code.',
      metadata: {},
    },
    { kind: 'constraint', file: 'c.txt', text: 'A quotation has at most 20 words. No tables.', metadata: {} },
  ],
  checkComposition: (composition) => {
    const texts = textsOf(composition);
    const all = [...pairs(texts), ...acts(texts), ...things(texts), ...places(texts), ...bounds(texts)];
    return onePerPlace(all).slice(0, MAX_HITS).map(hitOf);
  },
};

/** A text whose lines are in the prompt: a component's, or the start line. */
type Said = {
  readonly name: string;
  readonly prose: string;
  readonly headings: boolean;
  /** Whether a condition or an exception in the sentence of an offset limits what the sentence says. */
  readonly isConditional: (at: number) => boolean;
  readonly hit: (at: number, message: string) => CompositionHit;
};

function textsOf(composition: Composition): Said[] {
  const { file, text } = promptOf(composition);
  const start = linesOf(text).findLast((line) => line.text.trim() !== '');
  const said = (prose: string, rest: Pick<Said, 'name' | 'headings' | 'hit'>): Said => ({
    ...rest,
    prose,
    isConditional: inSentenceOf(prose, CONDITION),
  });
  return [
    ...composition.components.map((part) =>
      said(unwrapped(proseOf(part.text)), {
        name: `the ${part.kind} ${part.file}`,
        headings: namesHeadings(part),
        hit: (at, message) => hitInPart(composition, part, at, message),
      }),
    ),
    ...(start === undefined
      ? []
      : [
          said(proseOf(start.text), {
            name: 'the start line',
            headings: false,
            hit: (at, message) => ({ file, at: start.offset + at, message }),
          }),
        ]),
  ];
}

function namesHeadings({ metadata }: Part): boolean {
  return Array.isArray(metadata.output_headings) && metadata.output_headings.length > 0;
}

/** A match that counts. */
type Found = { readonly said: Said; readonly at: number; readonly text: string };

/** Two matches that exclude each other; the second is the one reported. */
type Pair = { readonly first: Found; readonly second: Found };

function pairs(texts: readonly Said[]): Pair[] {
  return CONTRADICTIONS.flatMap(({ one, other, orHeadings, inOne }) => {
    const first = firstOf(texts, (said) => firstIn(said, one));
    if (first === undefined) return [];
    const second = firstOf(texts, (said) => {
      if (said === first.said && inOne !== true) return undefined;
      const heading = orHeadings === true && said.headings;
      return firstIn(said, other) ?? (heading ? { said, at: 0, text: 'output_headings' } : undefined);
    });
    return second ? [{ first, second }] : [];
  });
}

function firstOf<Of>(texts: readonly Said[], find: (said: Said) => Of | undefined): Of | undefined {
  for (const said of texts) {
    const found = find(said);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first match of a pattern that counts. */
function firstIn(said: Said, pattern: RegExp): Found | undefined {
  for (const match of said.prose.matchAll(pattern))
    if (!said.isConditional(match.index)) return { said, at: match.index, text: match[0] };
  return undefined;
}

/** Words that make an instruction apply only sometimes. */
const CONDITION =
  /\b(?:unless|until|except|only if|only when|only where|if asked|when asked|where asked|asked for|if any|if the|if they|if it|if there|when the|when they|when it|where the|otherwise|or else)\b/giu;

/** "Never rename a file" in one text, "Rename the file" in another. */
function acts(texts: readonly Said[]): Pair[] {
  const stated = texts.map((said) => firstByKey(unconditional(said, statedActs), keysOfStated));
  return texts.flatMap((said) =>
    firstElsewhere(texts, unconditional(said, forbiddenActs), {
      keysOf: keysOfForbidden,
      excluding: (forbidden, index) =>
        keysOfForbidden(forbidden)
          .map((key) => stated[index]?.get(key))
          .find((act) => act !== undefined),
    }),
  );
}

/** "No code" in one text, "Include the code of the fix" in another. */
function things(texts: readonly Said[]): Pair[] {
  const keysOf = ({ thing }: { readonly thing: string }) => [thing];
  const wanted = texts.map((said) => firstByKey(unconditional(said, wantedThings), keysOf));
  return texts.flatMap((said) =>
    firstElsewhere(texts, unconditional(said, unwantedThings), {
      keysOf,
      excluding: ({ thing }, index) => wanted[index]?.get(thing),
    }),
  );
}

/**
 * "Begin with the verdict" in one text, "Begin with a summary" or "Do not begin with the verdict" in another; the latter also in
 * the same text.
 */
function places(texts: readonly Said[]): Pair[] {
  const placed = texts.map((said) => unconditional(said, placedThings));
  const excluded = placed.map(excludedBy);
  const apart = placed.flatMap((ones, of) =>
    firstElsewhere(texts, ones, {
      keysOf: ({ end, isForbidden, article, thing }) => [end, String(isForbidden), article, thing],
      // The later of two texts is reported.
      excluding: (one, index) => (index < of ? undefined : excluded[index]?.(one)),
    }),
  );
  return [...apart, ...placed.flatMap(placesInOne)];
}

/** "Do not end with a question" and "End with a question" as sentences of one text. */
function placesInOne(placed: readonly (Placed & Found)[]): Pair[] {
  const whole = placed.filter(({ isWholeSentence }) => isWholeSentence);
  const excluded = excludedBy(whole);
  return whole.flatMap((one) => {
    const other = one.isForbidden ? excluded(one) : undefined;
    if (other === undefined) return [];
    return [one.at < other.at ? { first: one, second: other } : { first: other, second: one }];
  });
}

type Piece = { readonly at: number; readonly text: string };

/** The findings in a text, except where a condition or an exception in the same sentence limits them. */
function unconditional<Of extends Piece>(said: Said, find: (text: string) => Of[]): (Of & { said: Said })[] {
  return find(said.prose)
    .filter(({ at }) => !said.isConditional(at))
    .map((found) => ({ ...found, said }));
}

/** Indexes findings by each of their keys; the first one of a key is kept. */
function firstByKey<Of>(found: readonly Of[], keysOf: (one: Of) => readonly string[]): Map<string, Of> {
  const firsts = new Map<string, Of>();
  for (const one of found) for (const key of keysOf(one)) if (!firsts.has(key)) firsts.set(key, one);
  return firsts;
}

/** For each finding in a text, the first finding in another text that excludes it. Repeated findings are skipped. */
function firstElsewhere<One extends Found>(
  texts: readonly Said[],
  ones: readonly One[],
  {
    keysOf,
    excluding,
  }: {
    readonly keysOf: (one: One) => readonly string[];
    readonly excluding: (one: One, index: number) => Found | undefined;
  },
): Pair[] {
  const different = firstByKey(ones, (one) => [keysOf(one).join('\n')]);
  return [...different.values()].flatMap((first) => {
    const index = texts.findIndex(
      (said, index) => said !== first.said && excluding(first, index) !== undefined,
    );
    const second = index < 0 ? undefined : excluding(first, index);
    return second ? [{ first, second }] : [];
  });
}

type Bound = AnswerBounds & { readonly said: Said };

/** Two bounds on the words of the whole answer that cannot both be kept, or two texts' different maxima. */
function bounds(texts: readonly Said[]): Pair[] {
  const all = texts.flatMap((said) => unconditional(said, answerBounds));
  const maxima = firstMaxima(all);
  const excludes = (one: Bound, other: Bound) =>
    other.least > one.most ||
    one.least > other.most ||
    (maxima.has(one) && maxima.has(other) && other.most !== one.most);
  // The extremes of all bounds after one show whether one of them excludes it, without comparing each.
  const behind = { least: outermost(), most: outermost(), maximum: outermost() };
  let from: number | undefined;
  for (const [index, one] of [...all.entries()].reverse()) {
    const { least, most, maximum } = behind;
    const differs = maximum.low < one.most || maximum.high > one.most;
    if (least.high > one.most || one.least > most.low || (maxima.has(one) && differs)) from = index;
    least.take(one.least);
    most.take(one.most);
    if (maxima.has(one)) maximum.take(one.most);
  }
  const first = from === undefined ? undefined : all[from];
  const second = first && all.slice((from ?? 0) + 1).find((other) => excludes(first, other));
  return first && second ? [{ first, second }] : [];
}

/** The first bound of each text that is only a maximum. */
function firstMaxima(all: readonly Bound[]): ReadonlySet<Bound> {
  const maxima = all.filter(({ least, most }) => least === 0 && most < Number.POSITIVE_INFINITY);
  return new Set(new Map([...maxima].reverse().map((bound) => [bound.said, bound])).values());
}

/** The lowest and the highest of numbers that are added one by one. */
function outermost() {
  return {
    low: Number.POSITIVE_INFINITY,
    high: Number.NEGATIVE_INFINITY,
    take(number: number) {
      this.low = Math.min(this.low, number);
      this.high = Math.max(this.high, number);
    },
  };
}

/** Removes pairs whose second match was already reported. */
function onePerPlace(pairs: readonly Pair[]): Pair[] {
  const seen = new Map<Said, Set<number>>();
  return pairs.filter(({ second: { said, at } }) => {
    const places = seen.get(said) ?? new Set();
    seen.set(said, places);
    return !places.has(at) && places.add(at);
  });
}

function hitOf({ first, second }: Pair): CompositionHit {
  const message = `"${messageExcerpt(second.text)}" contradicts "${messageExcerpt(first.text)}" in ${first.said.name}.`;
  return second.said.hit(second.at, message);
}
