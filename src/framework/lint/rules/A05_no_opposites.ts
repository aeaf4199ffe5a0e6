import { proseOf } from '../prose.ts';
import { hitInPart } from '../spans.ts';
import type { CompositionRule, Part } from '../types.ts';

export const A05: CompositionRule = {
  id: 'A05',
  title: 'no two opposite instructions',
  severity: 'warning',
  applies: 'composition',
  reason: 'A model spends its effort on reconciling contradictory sentences, and does neither well.',
  bad: [
    { kind: 'persona', file: 'a.txt', text: 'Your answers are concise. Never explain.', metadata: {} },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'Give a comprehensive report. Explain each step.',
      metadata: {},
    },
  ],
  good: [
    {
      kind: 'persona',
      file: 'a.txt',
      text: 'Your answers are concise. Explain nothing.',
      metadata: {},
    },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'Explain each step.\n\nExample: a "comprehensive" one.',
      metadata: {},
    },
  ],
  checkComposition: (composition) =>
    OPPOSITES.flatMap(([one, other]) => {
      const first = firstIn(composition.components, one);
      const second = firstIn(composition.components, other);
      if (first === undefined || second === undefined) return [];
      const message = `"${second.found}" contradicts "${first.found}" in the ${first.part.kind} ${first.part.file}.`;
      return [hitInPart(composition, second.part, second.at, message)];
    }),
};

const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\bconcise(?:ly)?\b|\bbe (?:brief|terse|short)\b/iu,
    /\bcomprehensive(?:ly)?\b|\bexhaustive(?:ly)?\b|\bin full detail\b/iu,
  ],
  [/\b(?:do not|don['’]t|never) explain\b/iu, /\bexplain (?:why|how|your|each|every|in detail)\b/iu],
  [/\bformal (?:tone|register|language)\b/iu, /\b(?:casual|informal) (?:tone|register|language)\b/iu],
];

function firstIn(
  parts: readonly Part[],
  pattern: RegExp,
): { part: Part; at: number; found: string } | undefined {
  for (const part of parts) {
    const match = pattern.exec(proseOf(part.text));
    if (match) return { part, at: match.index, found: match[0] };
  }
  return undefined;
}
