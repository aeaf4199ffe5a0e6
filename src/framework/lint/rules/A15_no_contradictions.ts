import { forbiddenActs, statedActs } from '../acts.ts';
import { answerMaxima, answerMinima } from '../answer_bounds.ts';
import { CONTRADICTIONS } from '../contradictions.ts';
import { linesOf } from '../lines.ts';
import { shown } from '../matches.ts';
import { proseOf } from '../prose.ts';
import { sentenceAt } from '../sentence.ts';
import { promptOf } from '../slots.ts';
import { hitInPart } from '../spans.ts';
import type { Composition, CompositionHit, CompositionRule, Part } from '../types.ts';

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
    return [...pairs(texts), ...acts(texts), ...maxima(texts), ...minima(texts)];
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
      prose: proseOf(part.text),
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
  /\b(?:unless|until|except|only if|only when|only where|if asked|when asked|where asked|asked for|if any|if the|if they|if it|if there|when the|when they|when it|where the|otherwise|else)\b/iu;

/** "Never rename a file" in one text, "Rename the file" in another. */
function acts(texts: readonly Said[]): CompositionHit[] {
  return texts.flatMap((said) =>
    forbiddenActs(said.prose)
      .filter(({ at }) => !CONDITION.test(sentenceAt(said.prose, at)))
      .flatMap((forbidden) => {
        const [stated] = texts
          .filter((other) => other !== said)
          .flatMap((other) =>
            statedActs(other.prose)
              .filter(({ act, at }) => act === forbidden.act && !CONDITION.test(sentenceAt(other.prose, at)))
              .map(({ at, text }) => ({ said: other, at, text })),
          );
        return stated ? [contradiction({ said, ...forbidden }, stated)] : [];
      }),
  );
}

/** Two texts that give the whole answer different maxima of words. */
function maxima(texts: readonly Said[]): CompositionHit[] {
  const all = texts.flatMap((said) => answerMaxima(said.prose).map((found) => ({ said, ...found })));
  const [first] = all;
  const second = all.find(({ said, words }) => said !== first?.said && words !== first?.words);
  return first && second ? [contradiction(first, second)] : [];
}

/** A least number of words for the whole answer that is above a most, in one text or in two. */
function minima(texts: readonly Said[]): CompositionHit[] {
  const boundsOf = (bounds: typeof answerMinima) =>
    texts.flatMap((said) =>
      bounds(said.prose)
        .filter(({ at }) => !CONDITION.test(sentenceAt(said.prose, at)))
        .map((found) => ({ said, ...found })),
    );
  const most = boundsOf(answerMaxima);
  for (const least of boundsOf(answerMinima)) {
    const below = most.find(({ words }) => words < least.words);
    if (below) return [contradiction(below, least)];
  }
  return [];
}

function contradiction(first: Found, second: Found): CompositionHit {
  const message = `"${shown(second.text)}" contradicts "${shown(first.text)}" in ${first.said.name}.`;
  return second.said.hit(second.at, message);
}
