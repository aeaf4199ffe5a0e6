import { forbiddenActs, isForbidden, statedActs } from '../acts.ts';
import { answerBounds } from '../answer_bounds.ts';
import { CONTRADICTIONS } from '../contradictions.ts';
import { linesOf } from '../lines.ts';
import { shown } from '../matches.ts';
import { excludeEachOther, placedThings } from '../openings.ts';
import { proseOf } from '../prose.ts';
import { sentenceAt } from '../sentence.ts';
import { promptOf } from '../slots.ts';
import { hitInPart } from '../spans.ts';
import { unwantedThings, wantedThings } from '../things.ts';
import type { Composition, CompositionHit, CompositionRule, Part } from '../types.ts';
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
    return onePerPlace([
      ...pairs(texts),
      ...acts(texts),
      ...things(texts),
      ...places(texts),
      ...bounds(texts),
    ]);
  },
};

/** A text whose lines stand in the prompt: a component's, or the start line. */
type Said = {
  readonly name: string;
  readonly prose: string;
  readonly headings: boolean;
  readonly hit: (at: number, message: string) => CompositionHit;
};

function textsOf(composition: Composition): Said[] {
  const { file, text } = promptOf(composition);
  const start = linesOf(text).findLast((line) => line.text.trim() !== '');
  return [
    ...composition.components.map((part) => ({
      name: `the ${part.kind} ${part.file}`,
      prose: unwrapped(proseOf(part.text)),
      headings: namesHeadings(part),
      hit: (at: number, message: string) => hitInPart(composition, part, at, message),
    })),
    ...(start === undefined
      ? []
      : [
          {
            name: 'the start line',
            prose: proseOf(start.text),
            headings: false,
            hit: (at: number, message: string) => ({ file, at: start.offset + at, message }),
          },
        ]),
  ];
}

function namesHeadings({ metadata }: Part): boolean {
  return Array.isArray(metadata.output_headings) && metadata.output_headings.length > 0;
}

/** One sentence of a text, with what in it counts. */
type Found = { readonly said: Said; readonly at: number; readonly text: string };

function pairs(texts: readonly Said[]): CompositionHit[] {
  return CONTRADICTIONS.flatMap(({ one, other, orHeadings, inOne }) => {
    const [first] = texts.flatMap((said) => firstIn(said, one));
    if (first === undefined) return [];
    const second = texts
      .filter((said) => said !== first.said || inOne === true)
      .flatMap((said) => [
        ...firstIn(said, other),
        ...(orHeadings === true && said.headings ? [{ said, at: 0, text: 'output_headings' }] : []),
      ])[0];
    return second ? [contradiction(first, second)] : [];
  });
}

/** The first place where a pattern counts: a condition or an exception in the same sentence takes it back. */
function firstIn(said: Said, pattern: RegExp): Found[] {
  for (const match of said.prose.matchAll(pattern)) {
    if (!CONDITION.test(sentenceAt(said.prose, match.index)))
      return [{ said, at: match.index, text: match[0] }];
  }
  return [];
}

/** Words that make an instruction hold only sometimes. */
const CONDITION =
  /\b(?:unless|until|except|only if|only when|only where|if asked|when asked|where asked|asked for|if any|if the|if they|if it|if there|when the|when they|when it|where the|otherwise|or else)\b/iu;

/** "Never rename a file" in one text, "Rename the file" in another. */
function acts(texts: readonly Said[]): CompositionHit[] {
  return texts.flatMap((said) =>
    unconditional(said, forbiddenActs).flatMap((forbidden) =>
      firstElsewhere(texts, forbidden, statedActs, isForbidden),
    ),
  );
}

/** "No code" in one text, "Include the code of the fix" in another. */
function things(texts: readonly Said[]): CompositionHit[] {
  return texts.flatMap((said) =>
    unconditional(said, unwantedThings).flatMap((unwanted) =>
      firstElsewhere(texts, unwanted, wantedThings, (wanted, { thing }) => wanted.thing === thing),
    ),
  );
}

/** "Begin with the verdict" in one text, "Begin with a summary" in another. */
function places(texts: readonly Said[]): CompositionHit[] {
  return texts.flatMap((said, index) =>
    unconditional(said, placedThings).flatMap((placed) =>
      firstElsewhere(texts.slice(index), placed, placedThings, excludeEachOther),
    ),
  );
}

type Piece = { readonly at: number; readonly text: string };

/** What is found in a text, but where a condition or an exception in the same sentence takes it back. */
function unconditional<Of extends Piece>(said: Said, find: (text: string) => Of[]): (Of & { said: Said })[] {
  return find(said.prose)
    .filter(({ at }) => !CONDITION.test(sentenceAt(said.prose, at)))
    .map((found) => ({ ...found, said }));
}

/** The first thing in another text that excludes this one. */
function firstElsewhere<Of extends Piece, Other extends Piece>(
  texts: readonly Said[],
  one: Of & { said: Said },
  find: (text: string) => Other[],
  excludes: (other: Other, one: Of) => boolean,
): CompositionHit[] {
  for (const said of texts) {
    if (said === one.said) continue;
    const other = unconditional(said, find).find((candidate) => excludes(candidate, one));
    if (other) return [contradiction(one, other)];
  }
  return [];
}

/** Two bounds on the words of the whole answer that can't both be kept, or of two texts that say different maxima. */
function bounds(texts: readonly Said[]): CompositionHit[] {
  const all = texts.flatMap((said) => unconditional(said, answerBounds));
  const maxima = all.filter(({ least, most }) => least === 0 && most < Number.POSITIVE_INFINITY);
  const isFirstMaximum = (bound: (typeof all)[number]) =>
    maxima.find(({ said }) => said === bound.said) === bound;
  for (const [index, one] of all.entries()) {
    const other = all
      .slice(index + 1)
      .find(
        (candidate) =>
          candidate.least > one.most ||
          one.least > candidate.most ||
          (isFirstMaximum(one) && isFirstMaximum(candidate) && candidate.most !== one.most),
      );
    if (other) return [contradiction(one, other)];
  }
  return [];
}

/** What is found in two ways is told once. */
function onePerPlace(hits: readonly CompositionHit[]): CompositionHit[] {
  const seen = new Set<string>();
  return hits.filter(({ file, at }) => !seen.has(`${file} ${at}`) && seen.add(`${file} ${at}`));
}

function contradiction(first: Found, second: Found): CompositionHit {
  const message = `"${shown(second.text)}" contradicts "${shown(first.text)}" in ${first.said.name}.`;
  return second.said.hit(second.at, message);
}
