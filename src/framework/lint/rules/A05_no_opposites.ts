import type { CompositionRule, Part } from '../lint_rule.ts';
import { proseOf } from '../prose.ts';
import { hitInPart } from '../spans.ts';

export const A05: CompositionRule = {
  id: 'A05',
  title: 'no two opposite manners',
  severity: 'warning',
  applies: 'composition',
  reason: 'A model spends its effort on reconciling contradictory sentences, and does neither well.',
  bad: [
    { kind: 'persona', file: 'a.txt', text: 'Your answers are concise. Keep a formal tone.', metadata: {} },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'Give a comprehensive report in a casual tone.',
      metadata: {},
    },
  ],
  good: [
    {
      kind: 'persona',
      file: 'a.txt',
      text: 'Your answers are concise. Keep a formal tone.',
      metadata: {},
    },
    {
      kind: 'protocol',
      file: 'b.txt',
      text: 'Judge the comprehensive policy by its words.\n\nExample: a "comprehensive report".',
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
    /\b(?:answers?|reply|replies|reports?|you|it) (?:is|are|be|stays?) (?:concise|brief|terse|short)\b|\bconcisely\b|\bbe (?:concise|brief|terse|short)\b|\bkeep (?:it|the (?:answer|reply|report)|your (?:answer|reply|report)) (?:concise|brief|short)\b|\bas (?:short|brief|concise) as possible\b/iu,
    /\b(?:comprehensive|exhaustive|thorough) (?:answer|reply|report|review|analysis|overview|list|explanation|account)s?\b|\b(?:comprehensive|exhaustive)ly\b|\b(?:is|are|be) (?:comprehensive|exhaustive|thorough)\b|\bcover (?:every|each|all) (?:detail|aspect|angle)s?\b|\bas (?:thorough|detailed|long) as possible\b|\bat least \d{3,5} words\b|\bin full detail\b/iu,
  ],
  [
    /(?<!in)\bformal (?:tone|register|style)\b|\b(?:in|use) formal language\b/iu,
    /\b(?:casual|informal|chatty|colloquial) (?:tone|register|style)\b|\b(?:in|use) (?:casual|informal|colloquial) language\b/iu,
  ],
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
