import type { Position, Problem } from '../../diagnostics/index.ts';
import { type Case, INPUTS_FILE } from '../../evals/index.ts';
import { hiddenText } from '../../lib/index.ts';

/** Reports hidden text in a case: models and judges would read text that a person looking at its files does not see. */
export function hiddenInCase(testCase: Case): Problem<'hidden-text'>[] {
  const { request, keyText, person, materials, shown } = testCase;
  const texts = [
    { name: 'request.md', text: request },
    { name: 'key.md', text: keyText },
    ...(person === null ? [] : [{ name: 'person.md', text: person }]),
    ...materials.map(({ name, text }) => ({ name: `materials/${name}`, text })),
  ];
  const inFiles = texts.flatMap(({ name, text }) => {
    const [first, ...more] = hiddenText(text);
    if (first === undefined) return [];
    const { line, column } = first;
    return [
      hidden(`There is hidden text here: ${first.what}${others(more)}.`, shown(name), { line, column }),
    ];
  });
  return [...inFiles, ...inInputs(testCase)];
}

/** Checks the values of inputs except materials, which are checked as files. */
function inInputs({ inputs, materials, shown }: Case): Problem<'hidden-text'>[] {
  const known = new Set(materials.map(({ text }) => text));
  return Object.entries(inputs.parts).flatMap(([name, parts]) => {
    const [first, ...more] = parts
      .filter(({ text }) => !known.has(text))
      .flatMap(({ text }) => hiddenText(text));
    if (first === undefined) return [];
    const message = `What is given for "${name}" has hidden text: ${first.what}${others(more)}.`;
    return [hidden(message, shown(INPUTS_FILE), inputs.at(name))];
  });
}

function hidden(message: string, file: string, { line, column }: Position): Problem<'hidden-text'> {
  return {
    severity: 'warning',
    code: 'hidden-text',
    message: `${message} It is sent to models as it is.`,
    file,
    line,
    column,
    hint: 'Remove it unless it is intended.',
  };
}

function others(more: readonly unknown[]): string {
  return more.length === 0 ? '' : `, and ${more.length} more`;
}
