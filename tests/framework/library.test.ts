import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  componentNames,
  findComponent,
  type Library,
  readBuiltInComponent,
} from '../../src/framework/index.ts';
import { originOf } from '../../src/framework/library/find_component.ts';
import { parseComponent } from '../../src/framework/library/parse_component.ts';
import { times } from '../support/cases.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

/** A library folder with these personas in it. */
function layerWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'personas'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, 'personas', file), text);
  return folder;
}

function find(folder: string, file: string) {
  return findComponent([{ name: 'project', folder }], { kind: 'persona', file }, folder);
}

describe('the library', () => {
  const builtIn: Library[number] = {
    name: 'built-in',
    folder: join(ROOT, 'components'),
    components: [{ kind: 'persona', file: 'meticulous_auditor.txt' }],
    read: (name) => readBuiltInComponent(ROOT, name),
  };
  const name = { kind: 'persona', file: 'meticulous_auditor.txt' } as const;

  test('gives the project’s component before the user’s, and the user’s before the built-in one', async () => {
    const project = layerWith({ 'meticulous_auditor.txt': 'project' });
    const user = layerWith({ 'meticulous_auditor.txt': 'user', 'b.md': 'x' });
    const none = layerWith({ 'c.txt': 'x' });
    const layers = (folder: string): Library => [
      { name: 'project', folder },
      { name: 'user', folder: user },
      builtIn,
    ];
    const layerFound = async (library: Library) => {
      const found = await findComponent(library, name, '/');
      return found.ok && found.value?.layer;
    };
    expect(await layerFound(layers(project))).toBe('project');
    expect(await layerFound(layers(none))).toBe('user');
    expect(await layerFound([{ name: 'project', folder: none }, builtIn])).toBe('built-in');
    expect(componentNames(layers(none)).map(({ file }) => file)).toEqual(['b.md', 'c.txt', name.file]);
  });

  test('does not fall back on another layer when the file that is found cannot be used', async () => {
    const project = layerWith({ 'meticulous_auditor.txt': '\n' });
    const found = await findComponent([{ name: 'project', folder: project }, builtIn], name, project);
    expect(found).toMatchObject({
      problems: [{ code: 'component-empty', file: './personas/meticulous_auditor.txt' }],
    });
  });

  test.each([
    '../secret.txt',
    'personas/../../secret.txt',
    '/etc/passwd',
    'a.json',
    'a',
    '',
    '.txt',
    'a\0.txt',
    'a.txt\n',
    '__proto__',
  ])('never looks up %j, which is no component’s name', async (file) => {
    const folder = layerWith({ 'a.json': 'x', a: 'x', '.txt': 'x' });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    const untouched: Library = [
      { name: 'project', folder },
      { ...builtIn, components: [{ kind: 'persona', file }], read: () => expect.fail('was looked up') },
    ];
    expect(await findComponent(untouched, { kind: 'persona', file }, folder)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(componentNames([{ name: 'project', folder }])).toEqual([]);
  });

  test('refuses a link that leads out of it, as a file and as a folder', async () => {
    const outside = layerWith({ 'a.txt': 'outside' });
    const folder = layerWith({ 'b.txt': 'inside' });
    symlinkSync(join(outside, 'personas/a.txt'), join(folder, 'personas/a.txt'));
    symlinkSync('b.txt', join(folder, 'personas/c.txt'));
    expect(await find(folder, 'a.txt')).toMatchObject({ problems: [{ code: 'component-outside-library' }] });
    expect(await find(folder, 'c.txt')).toMatchObject({ value: { text: 'inside' } });
    const linked = emptyFolder();
    symlinkSync(join(outside, 'personas'), join(linked, 'personas'));
    expect(await find(linked, 'a.txt')).toMatchObject({ problems: [{ code: 'component-outside-library' }] });
  });

  test('names a file that is not UTF-8, is too large, or is a folder', async () => {
    const folder = layerWith({
      'a.txt': Buffer.from([0x61, 0xe9]),
      'b.txt': 'x'.repeat(262_145),
      'c.txt': 'a\0',
    });
    mkdirSync(join(folder, 'personas/d.txt'));
    const file = (name: string) => `./personas/${name}.txt`;
    expect(await find(folder, 'a.txt')).toMatchObject({
      problems: [{ code: 'component-not-text', file: file('a') }],
    });
    expect(await find(folder, 'b.txt')).toMatchObject({
      problems: [{ code: 'component-too-large', file: file('b') }],
    });
    expect(await find(folder, 'c.txt')).toMatchObject({
      problems: [{ code: 'component-not-text', file: file('c') }],
    });
    expect(await find(folder, 'd.txt')).toMatchObject({
      problems: [{ code: 'component-unreadable', file: file('d') }],
    });
  });

  test('refuses a component of another kind than its folder', async () => {
    const folder = layerWith({ 'a.txt': '---\nkind: protocol\n---\ntext' });
    expect(await find(folder, 'a.txt')).toMatchObject({ problems: [{ code: 'component-wrong-kind' }] });
  });

  test('takes a component as a hand’s unless its front matter says otherwise', async () => {
    const folder = layerWith({ 'a.txt': 'text', 'b.txt': '---\norigin: generated\n---\ntext' });
    expect(await find(folder, 'a.txt')).toMatchObject({ value: { origin: 'hand' } });
    expect(await find(folder, 'b.txt')).toMatchObject({ value: { origin: 'generated' } });
    expect(
      ['seed', 'hand', 'generated', 'other', null, 1].map((claimed) => originOf(claimed, 'seed')),
    ).toEqual([...['seed', 'hand', 'generated', 'seed', 'seed', 'seed']]);
  });
});

describe('a component', () => {
  const parsed = (source: string) => parseComponent(source, 'c.txt');

  test.each([
    ['without front matter', 'Text.\n', {}, 'Text.'],
    ['with empty front matter', '---\n---\nText.', {}, 'Text.'],
    [
      'with front matter',
      '---\nkind: persona\ntags: [a, b]\n---\n\nText.\n\n',
      { kind: 'persona', tags: ['a', 'b'] },
      'Text.',
    ],
    [
      'with CR LF',
      '---\r\nkind: persona\r\n---\r\n\r\nOne.\r\nTwo.\r\n',
      { kind: 'persona' },
      'One.\r\nTwo.',
    ],
    ['with its own indent', '---\na: 1\n---\n  Text.', { a: 1 }, '  Text.'],
    ['that begins with a rule', '---\nProse.\n---\nMore.', {}, '---\nProse.\n---\nMore.'],
    ['that begins with a rule never closed', '---\nkind: persona\nText.', {}, '---\nkind: persona\nText.'],
    ['with a rule further down', 'Text.\n---\na: 1\n---\n', {}, 'Text.\n---\na: 1\n---'],
    [
      'with __proto__ as a key',
      '---\n"__proto__": 1\n---\nText.',
      Object.fromEntries([['__proto__', 1]]),
      'Text.',
    ],
  ])('%s is read', async (_, source, metadata, text) => {
    expect(await parsed(source)).toEqual({ ok: true, value: { metadata, text } });
  });

  test.each([
    ['an anchor', 'a: &x 1', 2, 'anchors'],
    ['an alias', 'a: &x 1\nb: *x', 2, 'anchors'],
    ['a billion laughs', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]', 2, 'anchors'],
    ['a tag', 'a: 1\nb: !!js/function "x"', 3, 'tag'],
    ['a merge', 'a: &x {b: 1}\n<<: *x', 2, 'anchors'],
    ['a key twice', 'a: 1\na: 2', 3, 'unique'],
    ['nesting', 'a: 1\nb: { c: { d: 1 } }', 3, 'nested too deep'],
    ['nesting without end', `a: ${'['.repeat(8000)}`, 2, ''],
    ['closed nesting', `a: ${'['.repeat(8000)}${']'.repeat(8000)}`, 2, ''],
    ['nested mappings', `${'{a: '.repeat(4000)}${'}'.repeat(4000)}`, undefined, ''],
    ['a megabyte', `a: ${'x'.repeat(1_000_000)}`, 1, 'at most 16384'],
    ['a list in place of keys', '- a\n- b', 2, 'mapping'],
    ['a bracket never closed', 'a: 1\nb: [1', undefined, ''],
    ['a key that is a list', '? [a]\n: 1', undefined, 'one word'],
    ['a binary', 'a: !!binary AAAA', 2, 'tag'],
    ['a second document', 'a: 1\n...\nb: 2', undefined, ''],
  ])('with %s in its front matter is refused, and says where', async (_, yaml, line, message) => {
    const result = await parsed(`---\n${yaml}\n---\nText.`);
    const [problem] = result.ok ? [] : result.problems;
    expect(problem).toMatchObject({ code: 'component-front-matter', file: 'c.txt', severity: 'error' });
    expect(problem?.message).toContain(message);
    expect(problem?.line).toBeGreaterThan(0);
    if (line !== undefined) expect(problem?.line).toBe(line);
  });

  test('with a thousand faults in its front matter is told of the first twenty', async () => {
    const result = await parsed(`---\na: &x 1\nb: [${'*x, '.repeat(1000)}]\n---\nText.`);
    expect(result.ok ? [] : result.problems.map(({ line }) => line)).toEqual([
      2,
      ...Array<number>(19).fill(3),
    ]);
  });

  test.each(['', '\n\n', ' \t\r\n', '---\na: 1\n---\n', '---\na: 1\n---\n \n'])(
    'without a text (%j) is refused',
    async (source) => {
      expect(await parsed(source)).toMatchObject({ problems: [{ code: 'component-empty' }] });
    },
  );

  test('with a quarter of a million blank lines is read without stalling', async () => {
    const text = `a${'\n'.repeat(250_000)}b`;
    expect(await parsed(`${text}\n`)).toEqual({ ok: true, value: { metadata: {}, text } });
  });

  test('with anything between its rules is read or refused with its place, never thrown on', async () => {
    const unit = fc.constantFrom(
      ...[
        'a',
        'b: ',
        ': ',
        '- ',
        '? ',
        '&x ',
        '*x ',
        '!t ',
        '!!str ',
        '<<: ',
        '{',
        '}',
        '[',
        ']',
        ',',
        '"',
        "'",
        '|',
        '>',
        '#',
        '%YAML 1.2',
        '...',
      ],
      ...[
        '\n',
        '\n  ',
        '\r\n',
        '\t',
        '\\',
        '@',
        '`',
        '\u0001',
        '\u2028',
        '\ud800',
        'é',
        '1e9',
        '~',
        'null',
        '2020-01-01',
      ],
    );
    const yaml = fc.oneof(
      fc.array(unit, { maxLength: 25 }).map((units) => units.join('')),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(yaml, async (yaml) => {
        const result = await parsed(`---\n${yaml}\n---\nText.`);
        if (result.ok) expect(result.value.text).toMatch(/Text\.$/u);
        for (const problem of result.ok ? [] : result.problems) {
          expect(problem.code).toBe('component-front-matter');
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.column).toBeGreaterThan(0);
        }
      }),
      times(1500),
    );
  });

  test('without front matter keeps every byte of its text but the line ends at its end', async () => {
    const text = fc.string({
      unit: fc.constantFrom(...'a{}<>&$`\\%\r\n\t é🙂'),
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        const result = await parsed(`x${text}`);
        if (result.ok) expect(`x${text}`.startsWith(result.value.text)).toBe(true);
        if (result.ok) expect(`x${text}`.slice(result.value.text.length)).toMatch(/^[\r\n]*$/u);
        expect(result.ok).toBe(true);
      }),
      times(300),
    );
  });
});
