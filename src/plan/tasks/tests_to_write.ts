import { codeSpansIn } from '../document/inline.ts';
import type { UnitBody } from '../outline/unit_step.ts';
import type { Located, Phase } from '../plan.ts';
import {
  asksForTests,
  endsWithOutcome,
  namesTests,
  namesTestsToWrite,
  saysOutcome,
} from '../words/test_words.ts';
import { isCheckCommand } from './gate_text.ts';

/** A text below a heading or label such as "Tests": what of it is work, and what has to hold after it. */
type TestText = { readonly step: string | undefined; readonly gate: string | undefined };

/**
 * Separates the tests that a text asks to write from the criteria that it gives. One that names tests and no more keeps the
 * label over it, which says what they are: "Tests: unit tests for the parser".
 */
export function readTestText(text: string, label: string): TestText {
  const isLabel = namesTests(label);
  const sentences = text.includes('\n') ? [text] : sentencesIn(text);
  const toWrite = sentences.map((each) => asksForTests(each) || (isLabel && namesTestsToWrite(each)));
  if (!toWrite.includes(true)) return { step: undefined, gate: text };
  const runs = sentences.map((each) => commandsIn(each).length > 0);
  const isCriterion = (at: number) =>
    runs[at] === true || (toWrite[at] === false && saysOutcome(sentences[at] ?? ''));
  const work = sentences.filter((_, at) => toWrite[at] === true || !isCriterion(at)).join(' ');
  const gates = sentences.flatMap((each, at) => {
    if (toWrite[at] === true && runs[at] === true)
      return commandsIn(each).map((command) => `\`${command}\` succeeds`);
    return isCriterion(at) || endsWithOutcome(each) ? [each] : [];
  });
  const isOrder = label === '' || (asksForTests(work) && !WITHOUT_OBJECT.test(work));
  return {
    step: isOrder ? work : `${label.replace(/[*_:：]/gu, '').trim()}: ${work}`,
    gate: gates.length === 0 ? undefined : gates.join(' '),
  };
}

/** "Add to `tests/words.ts`": without the label, nobody knows what. */
const WITHOUT_OBJECT = /^[\s*_]*(?:add|append|put|move)\s+(?:it|them|this|these)?\s*(?:to|in|into)\s/iu;

/** The commands in a text that check something. */
function commandsIn(text: string): string[] {
  return codeSpansIn(text).flatMap(({ content }) => (isCheckCommand(content.trim()) ? [content.trim()] : []));
}

/** The sentences of a text, with the signs that end them. A code span is never split. */
function sentencesIn(text: string): string[] {
  const spans = codeSpansIn(text);
  const found: string[] = [];
  let from = 0;
  for (const { index, 0: sign } of text.matchAll(SENTENCE_END)) {
    if (spans.some(({ start, end }) => index > start && index < end)) continue;
    found.push(text.slice(from, index + sign.length).trim());
    from = index + sign.length;
  }
  found.push(text.slice(from).trim());
  return found.filter((each) => each !== '');
}

/** The end of a sentence, but not of "e.g." and "z. B." */
const SENTENCE_END = /[;；。](?!$)\s*|(?<=[\p{L}\p{N})\]`]{3})[.!]\s+(?=[\p{Lu}\p{Lo}`])/gu;

/** Separates tests of a part that have to be written, which are steps, from its gates. */
export function testsToWrite(
  { fields }: Pick<UnitBody, 'fields'>,
  { gates }: Phase,
): { readonly steps: readonly Located<string>[]; readonly gates: Phase['gates'] } {
  const names = new Map(
    fields
      .filter(({ key }) => key === 'gates')
      .flatMap(({ name, items }) =>
        items.flatMap(({ lines }) => lines.map(({ line }) => [line, name] as const)),
      ),
  );
  const read = gates.map((gate) => ({ ...gate, ...readTestText(gate.text, names.get(gate.line) ?? '') }));
  return {
    steps: read.flatMap(({ step, checked, line, column }) =>
      step === undefined ? [] : [{ value: checked ? `[x] ${step}` : step, line, column }],
    ),
    gates: read.flatMap(({ step, gate, ...own }) => (gate === undefined ? [] : [{ ...own, text: gate }])),
  };
}
