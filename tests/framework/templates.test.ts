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
    'a\n{{#if title}}\n',
    'a\n{{title',
    'a\n{{/if}}',
    'a\n{{#if title}}{{/each}}',
    'a\n{{> partial',
  ])('with a fault in its form (%j) is refused with file and line', async (template) => {
    expect(await render(template)).toMatchObject({
      ok: false,
      problems: [{ code: 'template-syntax', file: './00_PERSONA.md.hbs', line: expect.any(Number) }],
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
