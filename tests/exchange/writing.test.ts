import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  componentText,
  type Exportable,
  type ExportForm,
  exportFiles,
  exportName,
  readPrompt,
  sealOf,
  withPlugin,
} from '../../src/exchange/index.ts';
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

/** The main file of an export, or what keeps it from being one. */
function exportText(form: ExportForm, given: Exportable, file: string) {
  const made = exportFiles(form, given, file);
  return made.ok ? { ok: true as const, value: made.value[0]?.text ?? '' } : made;
}

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
      fc.constantFrom('skill', 'agent', 'command', 'plugin', 'dotprompt' as const),
      fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.string({ maxLength: 100 })),
      words,
      words,
      fc.nat(),
      (form: ExportForm, name, description, useWhen, place) => {
        const made = exportText(form, { ...FRAMEWORK, name, description, useWhen, source: name }, 'x');
        expect(made.ok).toBe(exportName(name) !== '');
        if (!made.ok) return;
        const front = /^---\n([\s\S]*?)\n---\n/u.exec(made.value)?.[1] ?? '';
        const fields = parse(front) as Record<string, string>;
        expect(fields.description?.length).toBeLessThanOrEqual(400);
        expect(fields.description).not.toMatch(/[<>\n]/u);
        if (form !== 'command' && form !== 'dotprompt')
          expect(fields.name).toMatch(/^(?!.{65})[a-z0-9]+(?:-[a-z0-9]+)*$/u);
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

/** Lines that no tool reads as more than text. */
const line = fc.oneof(
  fc.stringMatching(/^[\w .,:;'"()#*>-]{0,40}$/u),
  fc.constantFrom('---', '```', '- a: b', '# Title', 'Übung – 3 €', '| a | b |', '    code'),
);
const text = fc
  .array(line, { maxLength: 12 })
  .map((lines) => `It says:\n${lines.join('\n')}`.trim())
  .filter((one) => !/<<\s*FILL/iu.test(one));

const PATHS: Partial<Record<ExportForm, string>> = {
  skill: '/x/skills/odd-name/SKILL.md',
  agent: '/x/agents/odd-name.md',
  command: '/x/commands/odd-name.md',
  plugin: '/x/plugins/odd-name/skills/odd-name/SKILL.md',
  dotprompt: '/x/odd-name.prompt',
};

test('what is exported and imported again is the same text, whatever the form', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<ExportForm>('skill', 'agent', 'command', 'plugin', 'dotprompt'),
      text,
      text,
      (form, persona, prompt) => {
        const given = { ...FRAMEWORK, persona, prompt, inputs: [] };
        const made = exportText(form, given, 'x');
        if (!made.ok) throw new Error(JSON.stringify(made.problems));
        const read = readPrompt({ file: 'x', path: PATHS[form] ?? '', text: made.value });
        if (read === 'unknown') throw new Error(`${form} is not known again`);
        expect(read.problems).toEqual([]);
        const parts = read.prompt.parts.map((part) => part.text);
        expect(parts).toEqual(form === 'dotprompt' ? [persona, prompt] : [`${persona}\n\n${prompt}`]);
      },
    ),
    times(300),
  );
});

test('a component that is exported and imported again is the same one: kind, name, purpose, licence and text', () => {
  const said = fc.string({ maxLength: 80 }).map((one) => one.trim() || 'It.');
  fc.assert(
    fc.property(
      fc.constantFrom<ExportForm>('skill', 'agent', 'command', 'plugin', 'dotprompt'),
      fc.constantFrom('persona', 'protocol', 'constraint' as const),
      said,
      fc.option(said, { nil: undefined }),
      fc.option(fc.constantFrom('MIT', 'CC-BY-4.0: see "LICENSE"'), { nil: undefined }),
      text,
      (form, kind, description, useWhen, license, body) => {
        const given: Exportable = {
          ...{ name: 'odd_name', description, useWhen, inputs: [], source: `component ${kind} odd_name.txt` },
          ...{ persona: kind === 'persona' ? body : '', prompt: kind === 'persona' ? '' : body },
          component: { kind: kind as 'persona', license },
        };
        const made = exportText(form, given, 'x');
        if (!made.ok) throw new Error(JSON.stringify(made.problems));
        const read = readPrompt({ file: 'x', path: PATHS[form] ?? '', text: made.value });
        if (read === 'unknown') throw new Error(`${form} is not known again`);
        const { parts } = read.prompt;
        expect(parts.map((part) => [part.kind, part.text])).toEqual([[kind, body]]);
        expect(read.prompt).toMatchObject({ description });
        expect([read.prompt.useWhen, read.prompt.license]).toEqual([useWhen, license]);
        const [part] = parts;
        if (part === undefined) throw new Error(`${form} has no part`);
        const again = componentText('odd_name', part, read.prompt, { file: 'x', called: 'x' });
        expect(again).toContain(`summary: ${JSON.stringify(description)}`);
      },
    ),
    times(300),
  );
});

test('a slot is a placeholder of the template in a Dotprompt and for Promptfoo, with what stands there otherwise', () => {
  const dot = exportText('dotprompt', FRAMEWORK, 'x');
  expect(dot.ok && dot.value).toContain(
    '{{role "system"}}\n# Auditor\n\nYou check.\n\n{{role "user"}}\n# Review',
  );
  expect(dot.ok && dot.value).toContain('\n{{request}}\n{{a}}\n{{b}}\n');
  const front = /^---\n([\s\S]*?)\n---\n/u.exec(dot.ok ? dot.value : '')?.[1] ?? '';
  expect(parse(front)).toMatchObject({
    input: {
      schema: { 'request?': 'string, what', a: 'string, the work', 'b?': 'string, the part' },
      default: { request: '(not given)', b: 'all of it' },
    },
  });
  const made = exportFiles('promptfoo', FRAMEWORK, 'x');
  const [config, prompt] = made.ok ? made.value : [];
  expect(parse(config?.text ?? '')).toMatchObject({
    prompts: [{ id: 'file://prompt.json', label: 'api-audit' }],
    defaultTest: { vars: { request: '(not given)', b: 'all of it' } },
    tests: [{ vars: { a: 'TODO: the work' } }],
  });
  expect(JSON.parse(prompt?.text ?? '')).toMatchObject([
    { role: 'system', content: '# Auditor\n\nYou check.' },
    { role: 'user', content: expect.stringMatching(/\n\{\{request\}\}\n\{\{a\}\}\n\{\{b\}\}$/u) },
  ]);
  for (const form of ['dotprompt', 'promptfoo'] as const)
    for (const said of ['{{secret}}', '{% include "x" %}']) {
      const refused = exportText(form, { ...FRAMEWORK, persona: `Say ${said}.` }, 'x');
      expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(['prompt-argument']);
    }
});

test('the list of plugins keeps what others have put into it, and what is no list is none', () => {
  const entry = JSON.stringify({ name: 'api-audit', source: './api-audit', description: 'New.' });
  const others = {
    name: 'ours',
    owner: { name: 'We' },
    more: 1,
    plugins: [{ name: 'theirs', source: './theirs' }],
  };
  const put = withPlugin(JSON.stringify(others), entry) ?? '';
  expect(JSON.parse(put)).toEqual({ ...others, plugins: [...others.plugins, JSON.parse(entry)] });
  expect(withPlugin(put, entry)).toBe(put);
  const kept = put.replace('New.', 'Old.').replace('"./api-audit"', '"./api-audit", "category": "x"');
  expect(JSON.parse(withPlugin(kept, entry) ?? '').plugins[1]).toMatchObject({
    category: 'x',
    description: 'New.',
  });
  expect(JSON.parse(withPlugin(undefined, entry) ?? '')).toMatchObject({ plugins: [JSON.parse(entry)] });
  for (const wrong of ['', '[]', '{"plugins": 1}', '{']) expect(withPlugin(wrong, entry)).toBeUndefined();
});
