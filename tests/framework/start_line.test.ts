import { expect, test } from 'vitest';
import { type InputKind, interactionOf, type StartInput, startLine } from '../../src/framework/index.ts';
import { casesIn } from '../support/cases.ts';

type Case = { readonly interaction: string; readonly inputs: readonly string[]; readonly line: string };

const KINDS: Readonly<Record<string, InputKind>> = {
  r: 'request',
  s: 'setting',
  c: 'criteria',
  m: 'material',
};

function inputOf(text: string): StartInput {
  const [name = '', marks = ''] = text.split(' ');
  const kind = KINDS[marks.charAt(0)];
  if (kind === undefined) throw new Error(`no kind in ${text}`);
  return { name, kind, required: marks.includes('!'), filled: marks.includes('+') };
}

test.each(casesIn<Case>('start_lines.yaml'))('$interaction with $inputs', ({ interaction, inputs, line }) => {
  expect(startLine(interactionOf({ interaction }), inputs.map(inputOf))).toBe(line);
});
