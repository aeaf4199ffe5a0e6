import { descriptionOf, exportName } from './export_names.ts';
import type { Exportable, ExportedFile } from './exportable.ts';
import { sealed } from './seal.ts';
import { otherwiseOf, variableOf } from './slots.ts';

/** A framework's two texts with their slots replaced. */
export type ExportedParts = { readonly persona: string; readonly prompt: string };

/** Dotprompt: https://google.github.io/dotprompt/reference/frontmatter */
export function dotpromptFile(given: Exportable, { persona, prompt }: ExportedParts): ExportedFile {
  const schema = given.inputs.map((input) => {
    const isOptional = otherwiseOf(input) !== undefined;
    return `    ${variableOf(input)}${isOptional ? '?' : ''}: ${JSON.stringify(`string, ${oneLine(input.describe)}`)}`;
  });
  const defaults = given.inputs.flatMap((input) => {
    const value = otherwiseOf(input);
    return value === undefined ? [] : [`    ${variableOf(input)}: ${JSON.stringify(value)}`];
  });
  const fields = [
    `description: ${JSON.stringify(descriptionOf(given))}`,
    ...(schema.length === 0 ? [] : ['input:', '  schema:', ...schema]),
    ...(defaults.length === 0 ? [] : ['  default:', ...defaults]),
  ];
  const body =
    persona === '' ? `${prompt}\n` : `{{role "system"}}\n${persona}\n\n{{role "user"}}\n${prompt}\n`;
  return { path: `${exportName(given.name)}.prompt`, text: sealed(fields, body, given), part: 'whole' };
}

/** Promptfoo: https://www.promptfoo.dev/docs/configuration/guide */
export function promptfooFiles(given: Exportable, { persona, prompt }: ExportedParts): ExportedFile[] {
  const name = exportName(given.name);
  const vars = given.inputs.map(
    (input) => [variableOf(input), otherwiseOf(input), oneLine(input.describe)] as const,
  );
  const line = (variable: string, value: string) => `    ${variable}: ${JSON.stringify(value)}`;
  const optional = vars.flatMap(([variable, value]) => (value === undefined ? [] : [line(variable, value)]));
  const required = vars.flatMap(([variable, value, what]) =>
    value === undefined ? [`  ${line(variable, `TODO: ${what}`)}`] : [],
  );
  const config = [
    `# Exported by orchestrator from ${given.source.replace(/[\r\n]+/gu, ' ')}.`,
    `description: ${JSON.stringify(descriptionOf(given))}`,
    'prompts:',
    '  - id: file://prompt.json',
    `    label: ${JSON.stringify(name)}`,
    'providers:',
    '  # It gives back the prompt as it would be sent. Put in its place what is to answer.',
    '  - echo',
    ...(optional.length === 0 ? [] : ['defaultTest:', '  vars:', ...optional]),
    'tests:',
    '  - description: "to be filled in: what is given, and what the answer has to say"',
    ...(required.length === 0 ? ['    vars: {}'] : ['    vars:', ...required]),
  ];
  const messages = [
    ...(persona === '' ? [] : [{ role: 'system', content: persona }]),
    { role: 'user', content: prompt },
  ];
  return [
    { path: `${name}/promptfooconfig.yaml`, text: `${config.join('\n')}\n`, part: 'whole' },
    { path: `${name}/prompt.json`, text: `${JSON.stringify(messages, null, 2)}\n`, part: 'whole' },
  ];
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
