import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXPORT_FORMS, type Exportable, exportName, exportText, sealOf } from '../../src/exchange/index.ts';
import { times } from '../support/cases.ts';

const FRAMEWORK: Exportable = {
  name: 'Api_Audit',
  description: 'To evaluate.',
  useWhen: 'There are rules.',
  persona: '# Auditor\n\nYou check.\n',
  prompt: '# Review\n\n- `<<FILL …>>` is empty: ask.\n\n<<FILL request>>\n<<FILL a>>\n<<FILL b>>\n',
  inputs: [
    { name: 'request', kind: 'request', required: false, describe: 'what', slot: '<<FILL request>>' },
    { name: 'a', kind: 'material', required: true, describe: 'the work', slot: '<<FILL a>>' },
    {
      ...{ name: 'b', kind: 'setting', required: false, describe: 'the part' },
      ...{ default: 'all of it', slot: '<<FILL b>>' },
    },
  ],
  source: 'framework Api_Audit',
};

test.each([
  ['skill', '[if given: what the person asks for]'],
  ['agent', '[if given: what the person asks for]'],
  ['command', '$ARGUMENTS'],
] as const)('a slot is something to ask for in a %s', (form, request) => {
  const made = exportText(form, FRAMEWORK, 'x');
  const text = made.ok ? made.value : '';
  expect(text.endsWith(`\n${request}\n[ask for a: the work]\n[if given: the part, else all of it]\n`)).toBe(
    true,
  );
  expect(text).not.toContain('<<FILL');
});

test.each([
  ['a command whose output is put there', 'Look at !`git status`.', 'prompt-inclusion'],
  ['a file that is put there', 'Look at @src/main.ts.', 'prompt-inclusion'],
  ['an argument', 'Do $ARGUMENTS.', 'prompt-argument'],
  ['a slot of nobody', 'Take <<FILL own>>.', 'prompt-slot'],
  ['text that is not seen', 'Hid\u200bden.', 'prompt-hidden-text'],
  ['more lines than a skill may have', 'A line.\n'.repeat(500), 'export-too-long'],
])('refuses %s, in the persona as well as in the prompt', (_, said, code) => {
  for (const part of ['persona', 'prompt'] as const) {
    const made = exportText('skill', { ...FRAMEWORK, [part]: `${FRAMEWORK[part]}\n${said}\n` }, 'x');
    expect(made.ok ? [] : made.problems.map((problem) => problem.code)).toEqual([code]);
  }
});

test.each([
  ['Api_Audit', 'api-audit'],
  ['--A  b--', 'a-b'],
  ['Résumé', 'resume'],
  [`${'a'.repeat(63)}_b`, 'a'.repeat(63)],
  ['___', ''],
])('makes of %j the name %j', (name, made) => {
  expect(exportName(name)).toBe(made);
});

test.each(['007', 'true', 'null', '1e3', 'No'])(
  'a name that YAML reads as something else is quoted: %s',
  (name) => {
    const made = exportText('skill', { ...FRAMEWORK, name }, 'x');
    expect(made.ok && made.value).toContain(`\nname: "${name.toLowerCase()}"\n`);
  },
);

const words = fc.string({ unit: 'binary', maxLength: 600 });

test('whatever a framework is called and is for, its front matter is within the rules, and an edit is seen', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...EXPORT_FORMS),
      fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.string({ maxLength: 100 })),
      words,
      words,
      fc.nat(),
      (form, name, description, useWhen, place) => {
        const made = exportText(form, { ...FRAMEWORK, name, description, useWhen, source: name }, 'x');
        expect(made.ok).toBe(exportName(name) !== '');
        if (!made.ok) return;
        const front = /^---\n([\s\S]*?)\n---\n/u.exec(made.value)?.[1] ?? '';
        const fields = parse(front) as Record<string, string>;
        expect(fields.description?.length).toBeLessThanOrEqual(400);
        expect(fields.description).not.toMatch(/[<>\n]/u);
        if (form !== 'command') expect(fields.name).toMatch(/^(?!.{65})[a-z0-9]+(?:-[a-z0-9]+)*$/u);
        expect(sealOf(made.value)).toBe('whole');
        const at = place % made.value.length;
        const edited = `${made.value.slice(0, at)}x${made.value.slice(at)}`;
        expect(sealOf(edited)).not.toBe('whole');
        expect(sealOf(made.value.replaceAll('\n', '\r\n'))).toBe('whole');
      },
    ),
    times(400),
  );
});
