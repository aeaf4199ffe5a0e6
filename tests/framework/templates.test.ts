import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { composeView, findTemplates, renderFiles } from '../../src/framework/index.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

const { view } = composeView({
  name: 'N',
  title: 'T',
  goal: 'DO_IT',
  parts: { description: 'D', persona: 'a.txt', protocol: 'b.txt', constraints: [], keywords: [], inputs: [] },
  values: {},
  components: [],
});

/** Renders with a persona template of the user's. */
async function render(template: string) {
  const folder = emptyFolder();
  writeFileSync(join(folder, '00_PERSONA.md.hbs'), template);
  const templates = await findTemplates([folder], folder);
  return templates.ok ? renderFiles(templates.value, view) : templates;
}

async function hashes(folders: string[]) {
  const templates = await findTemplates(folders, '/');
  return templates.ok ? templates.value.hashes.map(({ sha256 }) => sha256) : [];
}

describe('a template of the user’s', () => {
  test('takes the place of the shipped one, from the first folder that has it', async () => {
    const [first, second] = [emptyFolder(), emptyFolder()];
    writeFileSync(join(second, '00_PERSONA.md.hbs'), 'second {{title}}');
    const templates = await findTemplates([first, second], '/');
    expect(templates.ok && renderFiles(templates.value, view)).toMatchObject({
      value: [{ text: 'second T' }, {}],
    });
    expect((await hashes([first, second]))[0]).not.toBe((await hashes([]))[0]);
    expect((await hashes([first, second]))[1]).toBe((await hashes([]))[1]);
  });

  test('that is the shipped one byte for byte changes nothing', async () => {
    const folder = emptyFolder();
    const file = '01_PROMPT_TEMPLATE.md.hbs';
    writeFileSync(join(folder, file), readFileSync(join(ROOT, 'templates', file)));
    expect(await hashes([folder])).toEqual(await hashes([]));
  });

  test.each([
    ['a\n {{#if title}}\n', 2, 2, 'The block {{#if}} is not closed.'],
    [
      '{{! {{#if x}} }}\n{{#each settings}}\n{{#if title}}\n{{/if}}',
      2,
      1,
      'The block {{#each}} is not closed.',
    ],
    ['a\n{{title', 2, 3, 'braces are not closed'],
    ['a\n  {{> partial', 2, 7, 'braces are not closed'],
    ['a\n{{/if}}', 2, 1, 'not opened'],
    ['a\n {{#if title}}{{/each}}', 2, 5, 'The block {{#if}} is closed by {{/each}}.'],
    ['a {{{title}} c', 1, 11, 'braces'],
    ['{{#if title}}a{{else}}b{{else}}c{{/if}}', 1, 24, '{{else}}'],
    ['a\n {{title/../name}}', 2, 4, '"title/..…" is not a name'],
  ])(
    'with a fault in its form (%j) is refused with its place, in our words',
    async (template, line, column, message) => {
      expect(await render(template)).toMatchObject({
        ok: false,
        problems: [
          {
            code: 'template-syntax',
            file: './00_PERSONA.md.hbs',
            line,
            column,
            message: expect.stringContaining(message),
          },
        ],
      });
    },
  );

  test('is told everything that is wrong with it at once, also in branches that would not be rendered', async () => {
    const template = [
      '{{titel}} {{> x}}',
      '{{#each nope}}{{this}}{{/each}}',
      '{{#unless title}}{{persona.constructor}}{{else}}{{eq title}}{{/unless}}',
      '{{#each settings}}{{nam}} {{../title}} {{@index}}{{/each}}{{@index}}{{settings}}',
      '{{#each material as |block|}}{{block.close}}{{block.end}}{{/each}}{{../name}}',
      '{{#if}}x{{/if}}{{#if (eq title name)}}x{{/if}}{{#each title}}x{{/each}}{{this}}',
    ].join('\n');
    const result = await render(template);
    const found = result.ok ? [] : result.problems.map(({ line, column, code }) => [line, column, code]);
    expect(found).toEqual([
      [1, 3, 'template-unknown-name'],
      [1, 11, 'template-misuse'],
      [2, 9, 'template-unknown-name'],
      [3, 20, 'template-unknown-name'],
      [3, 51, 'template-misuse'],
      [4, 21, 'template-unknown-name'],
      [4, 61, 'template-unknown-name'],
      [4, 71, 'template-misuse'],
      [5, 47, 'template-unknown-name'],
      [5, 69, 'template-misuse'],
      [6, 1, 'template-misuse'],
      [6, 23, 'template-misuse'],
      [6, 55, 'template-misuse'],
      [6, 74, 'template-misuse'],
    ]);
  });

  test('may use every name of the view, in blocks of every kind', async () => {
    const every =
      '{{name}}{{title}}{{task}}{{description}}{{done}}{{persona}}{{protocol}}{{output}}{{start}}{{@root.title}}' +
      '{{#each settings}}{{name}}{{text}}{{else}}none{{/each}}{{#if settings.length}}{{settings.length}}{{/if}}' +
      '{{#each limits as |limit place|}}{{limit.label}}{{place}}{{@last}}{{name}}{{./text}}{{../title}}{{/each}}' +
      '{{#with title}}{{this}}{{../name}}{{/with}}{{#material}}{{open}}{{close}}{{/material}}{{{title}}}{{&title}}' +
      '{{#if done}}a{{else if output}}b{{else}}{{title}}{{/if}}{{! said }}';
    expect(await render(every)).toMatchObject({ ok: true });
  });

  test.each([
    ['', 'The template is empty.'],
    [' \n', 'The template is empty.'],
    ['{{! nothing }}\n', 'The template renders to nothing'],
    ['{{#if done}}{{done}}{{/if}}', 'The template renders to nothing'],
  ])('that would make an empty file (%j) is refused', async (template, message) => {
    expect(await render(template)).toMatchObject({
      ok: false,
      problems: [
        { code: 'template-empty', file: './00_PERSONA.md.hbs', message: expect.stringContaining(message) },
      ],
    });
  });

  test('is named as a person would type it when only rendering shows what is wrong', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, '00_PERSONA.md.hbs'), 'a\n{{#each settings}}{{name}}{{/each}}');
    const templates = await findTemplates([folder], folder);
    const broken = { ...view, settings: [{ text: 'no name' } as (typeof view.settings)[number]] };
    expect(templates.ok && renderFiles(templates.value, broken)).toMatchObject({
      problems: [
        { code: 'template-failed', file: './00_PERSONA.md.hbs', line: 2, column: 21 },
        { code: 'template-failed', file: '01_PROMPT_TEMPLATE.md.hbs' },
      ],
    });
  });

  test('that asks for an unknown name is refused with its place and the names there are', async () => {
    expect(await render('a\n  {{titel}}')).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'template-unknown-name',
          message: expect.stringContaining('"titel"'),
          line: 2,
          column: 5,
          hint: expect.stringContaining('name, title, task'),
        },
      ],
    });
  });

  test.each([
    '{{#if missing}}x{{/if}}',
    '{{#unless missing}}x{{/unless}}',
    '{{#each missing}}x{{/each}}',
    '{{#with missing}}x{{/with}}',
    '{{#if constructor}}x{{/if}}',
    '{{constructor}}',
    '{{__proto__}}',
    '{{toString}}',
    '{{hasOwnProperty}}',
    '{{settings.constructor}}',
    '{{@root.constructor}}',
    '{{lookup this "title"}}',
    '{{helper title}}',
    '{{> partial}}',
  ])('with %s is an error, never a value', async (template) => {
    const result = await render(template);
    expect(result).toMatchObject({ ok: false, problems: [{ severity: 'error' }] });
  });

  test('escapes nothing and inserts a value without reading it again', async () => {
    const templates = await findTemplates([], '/');
    const title = '{{name}} & <b> ${x} $& \\';
    expect(templates.ok && renderFiles(templates.value, { ...view, title })).toMatchObject({
      value: [{ text: expect.stringContaining(`# ${title}\n`) }, {}],
    });
  });

  test('that is not UTF-8, or is a folder, is named', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, '00_PERSONA.md.hbs'), Buffer.from([0xff]));
    mkdirSync(join(folder, '01_PROMPT_TEMPLATE.md.hbs'));
    expect(await findTemplates([folder], folder)).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'template-unreadable',
          file: './00_PERSONA.md.hbs',
          message: expect.stringContaining('not text'),
        },
        {
          code: 'template-unreadable',
          file: './01_PROMPT_TEMPLATE.md.hbs',
          message: expect.stringContaining('not a file'),
        },
      ],
    });
  });
});
