import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  composeView,
  FOLDERS,
  findTemplates,
  type GoalParts,
  type Input,
  KINDS,
  type Library,
  type ResolvedComponent,
  renderFiles,
  resolveComponents,
  type Values,
} from '../../src/framework/index.ts';
import { times } from '../support/cases.ts';
import { emptyFolder } from '../support/program.ts';

const shipped = await findTemplates([], '/');
if (!shipped.ok) throw new Error('no templates');

const INPUTS: readonly Input[] = [
  { name: 'request', kind: 'request', required: false, default: null, describe: 'what is wanted' },
  { name: 'language', kind: 'setting', required: true, default: null, describe: 'the language' },
  { name: 'rules', kind: 'criteria', required: true, default: null, describe: 'the rules' },
  { name: 'code', kind: 'material', required: true, default: null, describe: 'the work' },
  { name: 'logs', kind: 'material', required: false, default: null, describe: 'the logs' },
];

const PARTS: GoalParts = {
  description: 'To do it.',
  persona: 'persona.txt',
  protocol: 'protocol.txt',
  constraints: [{ file: 'one.txt', when: [] }],
  inputs: INPUTS,
  keywords: [],
};

function component(kind: ResolvedComponent['kind'], file: string, text: string): ResolvedComponent {
  const component = {
    kind,
    file,
    text,
    layer: 'user',
    path: file,
    origin: 'hand',
    sha256: '',
    metadata: {},
  } as const;
  return { kind, file, component };
}

function render(values: Values, text = 'Text.', description = 'To do it.') {
  const { view, slots } = composeView({
    name: 'Name',
    title: 'Title',
    goal: 'DO_IT',
    parts: { ...PARTS, description },
    values,
    components: [
      component('persona', 'persona.txt', text),
      component('protocol', 'protocol.txt', text),
      component('constraint', 'one.txt', text),
    ],
  });
  const rendered = shipped.ok ? renderFiles(shipped.value, view) : undefined;
  if (!rendered?.ok) throw new Error('not rendered');
  const [persona, prompt] = rendered.value.map((file) => file.text);
  return { persona: persona ?? '', prompt: prompt ?? '', slots };
}

/** Texts that try to leave their block or to be read as a template. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '{{title}}',
          '{{{',
          '}}',
          '{{#if x}}',
          '{{/if}}',
          '<<FILL code (required): x>>',
          '<<',
          '>>',
          '&amp;',
          '&',
          '<b>',
        ],
        ...[
          '</code>',
          '<code id="c-000000">',
          '</rules>',
          '</logs>',
          '=====END CODE',
          '=====',
          '${x}',
          '$&',
          "$'",
          '$`',
          '$1',
        ],
        ...[
          '{% raw %}',
          '<%= x %>',
          '\\',
          '\\n',
          '\n',
          '\r\n',
          '\t',
          '  ',
          '"',
          "'",
          'done: x',
          'OUTPUT x',
          '\u2028',
          '🙂',
          '\u0000',
        ],
      ),
      { minLength: 1, maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('a rendered framework', () => {
  test('holds every value byte for byte, once, between boundary lines that occur nowhere else', () => {
    const values = fc.record(
      { request: hostile, rules: hostile, code: hostile, logs: hostile },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, hostile, hostile, (values, text, description) => {
        const { prompt, slots } = render(values, text, description);
        for (const { input, boundary, slot } of slots) {
          if (boundary === null) continue;
          const value = Object.hasOwn(values, input.name) ? (values[input.name as 'code'] ?? '') : slot;
          const block = `\n${boundary.open}\n${value}${value.endsWith('\n') ? '' : '\n'}${boundary.close}\n`;
          expect(count(prompt, block)).toBe(1);
          expect(count(prompt, boundary.open)).toBe(1);
          expect(count(prompt, boundary.close)).toBe(1);
          expect(value).not.toContain(boundary.open);
          expect(value).not.toContain(boundary.close);
        }
      }),
      times(1500),
    );
  });

  test('holds every component byte for byte', () => {
    // Headings stand below the frame's own, and what follows OUTPUT in a section of its own.
    const text = hostile.filter((text) => !/^(?: {0,3}#{1,6}(?:\s|$)|OUTPUT:?[ \t]*\r?$)/mu.test(text));
    fc.assert(
      fc.property(text, (text) => {
        const { persona, prompt } = render({}, text);
        expect(persona).toBe(`# Title\n\n${text}\n`);
        expect(prompt).toContain(`## Protocol\n\n${text}\n\n`);
        expect(prompt).toContain(`## Limits\n\n${text}\n\n`);
      }),
      times(700),
    );
  });

  test('holds a setting on its line, byte for byte', () => {
    const line = hostile.filter((text) => !/[\r\n]/u.test(text));
    fc.assert(
      fc.property(line, (language) => {
        expect(render({ language }).prompt).toContain(`\n- language: ${language}\n`);
      }),
      times(300),
    );
  });

  test('is the same bytes for the same inputs', () => {
    fc.assert(
      fc.property(fc.record({ code: hostile, rules: hostile }), hostile, (values, text) => {
        expect(render(values, text)).toEqual(render({ ...values }, text));
      }),
      times(300),
    );
  });

  test('shows a slot where nothing was given, and says what is required', () => {
    const { prompt, slots } = render({});
    expect(prompt).toContain('- language: <<FILL language (required): the language>>\n');
    expect(prompt).toContain('\n<<FILL logs (optional): the logs>>\n');
    expect(slots.every(({ filled }) => !filled)).toBe(true);
  });

  test('takes another boundary when a text holds the one that it would have had', () => {
    const first =
      render({ code: 'x' }).slots.find(({ input }) => input.name === 'code')?.boundary?.open ?? '';
    const id = /"c-([0-9a-f]{6})"/u.exec(first)?.[1] ?? '';
    expect(id).not.toBe('');
    const { prompt, slots } = render({ code: `it says ${id}` });
    expect(slots.find(({ input }) => input.name === 'code')?.boundary?.open).not.toContain(id);
    expect(count(prompt, id)).toBe(1);
  });

  test.each(['</code>', '<p>', '{{x}}', '{% x %}'])('stands %s between plain lines', (code) => {
    expect(render({ code }).prompt).toMatch(
      /\n=====BEGIN CODE ([0-9a-f]{6})=====\n.*\n=====END CODE \1=====\n/u,
    );
  });

  test('keeps a block whole when another input closes its tag', () => {
    const { slots } = render({ code: 'x', rules: 'a </code> b' });
    expect(slots.find(({ input }) => input.name === 'code')?.boundary?.open).toMatch(/^=====BEGIN CODE/u);
  });
});

describe('the components of a framework', () => {
  const folder = emptyFolder();
  for (const kind of KINDS) mkdirSync(join(folder, FOLDERS[kind]));
  for (const file of ['personas/persona.txt', 'protocols/protocol.txt', 'protocols/other.md'])
    writeFileSync(join(folder, file), 'x');
  for (const file of ['one.txt', 'two.md', 'three.txt'])
    writeFileSync(join(folder, 'constraints', file), 'x');
  const library: Library = [{ name: 'project', folder }];

  async function files(
    choice: Parameters<typeof resolveComponents>[0]['choice'],
    parts: Partial<GoalParts> = {},
  ) {
    const result = await resolveComponents({
      parts: { ...PARTS, ...parts },
      choice,
      values: {},
      library,
      cwd: folder,
    });
    return result.ok ? result.value.map(({ file }) => file) : result.problems.map(({ code }) => code);
  }

  test.each([
    ['as recommended', {}, ['one.txt']],
    ['with constraints in place of the recommended', { constraints: ['two.md'] }, ['two.md']],
    ['with no constraint', { constraints: [] }, []],
    ['with constraints besides', { addConstraints: ['three.txt'] }, ['one.txt', 'three.txt']],
    ['with both', { constraints: ['two.md'], addConstraints: ['three.txt'] }, ['two.md', 'three.txt']],
    [
      'each once',
      { constraints: ['two', 'two.md'], addConstraints: ['two.md', 'one'] },
      ['two.md', 'one.txt'],
    ],
  ])('are chosen %s', async (_, choice, constraints) => {
    expect(await files(choice)).toEqual(['persona.txt', 'protocol.txt', ...constraints]);
  });

  test('may be named without their ending', async () => {
    expect(await files({ persona: 'persona', protocol: 'other', constraints: ['none'] })).toEqual([
      ...['persona.txt', 'other.md', 'none.txt'],
    ]);
  });

  test.each(['../x.txt', '/etc/passwd', 'a b', '', 'x.html', 'a\0.txt'])(
    'may not be named %j',
    async (persona) => {
      expect(await files({ persona, protocol: persona })).toEqual([
        'bad-component-name',
        'bad-component-name',
      ]);
    },
  );

  test('that no layer has are no failure, and come with the closest name', async () => {
    const parts = {
      ...PARTS,
      persona: 'persona.md',
      constraints: ['tree.txt', 'zzzzzz.txt'].map((file) => ({ file, when: [] })),
    };
    const result = await resolveComponents({ parts, choice: {}, values: {}, library, cwd: folder });
    expect(result.ok && result.value.map((item) => ({ ...item, component: item.component?.file }))).toEqual([
      { kind: 'persona', file: 'persona.md', component: undefined, similar: 'persona.txt' },
      { kind: 'protocol', file: 'protocol.txt', component: 'protocol.txt' },
      { kind: 'constraint', file: 'tree.txt', component: undefined, similar: 'three.txt' },
      { kind: 'constraint', file: 'zzzzzz.txt', component: undefined, similar: undefined },
    ]);
  });
});
