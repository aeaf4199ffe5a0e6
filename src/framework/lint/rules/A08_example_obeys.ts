import { fieldsNamed } from '../fields.ts';
import type { CompositionRule, Part } from '../lint_rule.ts';
import { outputOf } from '../protocol_parts.ts';
import { hitInPart } from '../spans.ts';

export const A08: CompositionRule = {
  id: 'A08',
  title: 'the example obeys the limits',
  severity: 'warning',
  applies: 'composition',
  reason: 'An example is copied before a rule is read, its faults included.',
  bad: [
    {
      kind: 'protocol',
      file: 'a.txt',
      text: 'OUTPUT\n## Findings   table\n\nExample row (Findings):\nF1 | TODO | quote',
      metadata: {},
    },
    {
      kind: 'constraint',
      file: 'b.txt',
      text: 'RULE: Whole.\nTEST: a search finds no TODO or "to be done"; every Findings row has an R number.',
      metadata: {},
    },
  ],
  good: [
    {
      kind: 'protocol',
      file: 'a.txt',
      text: 'OUTPUT\n## Findings   table\n\nExample row (Findings):\nF1 | R3 | quote',
      metadata: {},
    },
    {
      kind: 'constraint',
      file: 'b.txt',
      text: 'RULE: Whole.\nTEST: a search finds no TODO or "to be done"; every Findings row has an R number.',
      metadata: {},
    },
  ],
  checkComposition: (composition) => {
    const protocol = composition.components.find(({ kind }) => kind === 'protocol');
    const output = protocol && outputOf(protocol.text);
    if (protocol === undefined || output?.example === undefined) return [];
    const { example, headings } = output;
    const about = headings.filter(({ text }) => example.label.includes(text)).map(({ text }) => text);
    return composition.components
      .filter(({ kind }) => kind === 'constraint')
      .flatMap((constraint) => [
        ...forbiddenWords(constraint)
          .filter((word) => example.text.includes(word))
          .map((word) => `The example contains "${word}", which ${constraint.file} forbids.`),
        ...neededNumbers(constraint, about)
          .filter((letter) => !new RegExp(`\\b${letter}\\d`, 'u').test(example.text))
          .map((letter) => `The example row has no ${letter} number, which ${constraint.file} requires.`),
      ])
      .map((message) => hitInPart(composition, protocol, example.offset, message));
  },
};

/** Words that a constraint forbids everywhere: capitals and quotations after "finds no", or a "no" that begins a clause. */
function forbiddenWords(constraint: Part): string[] {
  const test = testOf(constraint);
  const ban = /\b(?:finds|contains|holds|has) no\b|\bno reply (?:contains|holds)\b|(?<=^|[:.] )no\b/iu.exec(
    test,
  );
  if (ban === null) return [];
  const list = test.slice(ban.index + ban[0].length).split(/[.;]\s/u, 1)[0] ?? '';
  const words = [...list.matchAll(/"([^"\n]{0,60})"|\b([A-Z]{3,20})\b/gu)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return words.filter((word) => word.length > 1);
}

/** Letters of the numbers that a constraint's test requires in every row of the section that the example is from. */
function neededNumbers(constraint: Part, about: readonly string[]): string[] {
  return testOf(constraint)
    .split(/[.;]\s/u)
    .filter((clause) => about.some((heading) => clause.includes(`${heading} row`)))
    .flatMap((clause) => [...clause.matchAll(/\b([A-Z])[- ]numbers?\b/gu)].map((match) => match[1] ?? ''));
}

/** The text in which a constraint says how it is checked; one without fields says it all in a sentence. */
function testOf({ text }: Part): string {
  return fieldsNamed(text, ['TEST'])
    .map((field) => field.text)
    .join(' ');
}
