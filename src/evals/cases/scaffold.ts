import { type Input, PLACEHOLDER_MARK } from '../../framework/index.ts';
import { inSentence } from '../../lib/index.ts';

/** A file of a new case. */
export type ScaffoldFile = { readonly path: string; readonly text: string };

const todo = (what: string) => `${PLACEHOLDER_MARK}: ${what}`;

/** Says where the values of settings and criteria go, so that the plain arm has them as well. */
function besides(asked: readonly Input[]): string {
  const names = asked.filter(({ kind }) => kind === 'setting' || kind === 'criteria').map(({ name }) => name);
  const which = names.length === 0 ? 'whatever inputs.json is given besides materials/' : inSentence(names);
  return `; say here too what inputs.json says (${which}), since the plain arm has only this and materials/`;
}

/** The files of a new case of a goal, with a placeholder wherever something has to be written. */
export function scaffoldCase(inputs: readonly Input[]): ScaffoldFile[] {
  const asked = inputs.filter(({ required }) => required);
  const values = asked.map((input): [string, string] => [
    input.name,
    input.kind === 'material' ? `@materials/${input.name}.md` : todo(input.describe),
  ]);
  const materials = asked
    .filter(({ kind }) => kind === 'material')
    .map(({ name, describe }) => ({ path: `materials/${name}.md`, text: `${todo(describe)}\n` }));
  return [
    { path: 'request.md', text: `${todo(`what the person types, in their own words${besides(asked)}`)}\n` },
    { path: 'inputs.json', text: `${JSON.stringify(Object.fromEntries(values), undefined, 2)}\n` },
    {
      path: 'key.md',
      text: [
        `1. [core] ${todo('what a good answer has to say or do, as one point that a judge can decide')}`,
        `2. ${todo('another; a point without [core] counts less')}`,
        '',
      ].join('\n'),
    },
    {
      path: 'person.md',
      text: `${todo('who asks, what they know and would answer; remove the file where nobody can be asked')}\n`,
    },
    ...materials,
  ];
}
