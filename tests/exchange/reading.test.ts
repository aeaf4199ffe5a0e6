import fc from 'fast-check';
import { expect, test } from 'vitest';
import { componentId, componentText, readPrompt } from '../../src/exchange/index.ts';
import { type ComponentKind, FOLDERS, parseComponent } from '../../src/framework/index.ts';
import { casesIn, times } from '../support/cases.ts';

/** A file, and what becomes of it: each part with its kind, and what is told as `severity code line`, sorted. */
type Case = {
  readonly path: string;
  readonly text: string;
  readonly kind?: ComponentKind;
  readonly format: string;
  readonly name?: string;
  readonly description?: string;
  readonly useWhen?: string;
  readonly parts?: readonly string[];
  readonly told?: readonly string[];
};

const CASES = casesIn<Case>('prompt_files.yaml');

test.each(CASES.map((one) => [`${one.path}${one.kind ? ` as ${one.kind}` : ''}`, one] as const))(
  'reads %s',
  (_, { path, text, kind, format, told = [], ...meant }) => {
    const read = readPrompt({ file: path, path: `/home/${path}`, text }, kind);
    if (read === 'unknown') return expect(format).toBe('unknown');
    const { prompt, problems } = read;
    expect({
      format: read.format.name,
      name: prompt.name,
      parts: prompt.parts.map((part) => `${part.kind}: ${part.text}`),
      told: problems.map(({ severity, code, line = '-' }) => `${severity} ${code} ${line}`).toSorted(),
    }).toEqual({ format, name: meant.name, parts: meant.parts, told });
    for (const key of ['description', 'useWhen'] as const)
      if (meant[key] !== undefined) expect(prompt[key]).toBe(meant[key]);
    expect(problems.every(({ file }) => file === path)).toBe(true);
  },
);

test.each([
  ['pdf-tools', 'pdf_tools'],
  ['Résumé Écrit', 'resume_ecrit'],
  ['codeReviewer', 'code_reviewer'],
  ['../../etc/passwd', 'etc_passwd'],
  ['__proto__', 'proto'],
  ['日本', ''],
])('makes a name of %j', (name, id) => {
  expect(componentId(name)).toBe(id);
});

const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[\r\n]/gu, ' '));

test('any words in the fields of a prompt are a component that is read back with the same words', async () => {
  const kinds = Object.keys(FOLDERS) as ComponentKind[];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds),
      line.filter((text) => text !== ''),
      line,
      line,
      async (kind, description, license, file) => {
        const part = { kind, text: 'Text.', reason: '' };
        const text = componentText('a_name', part, { description, license }, { file, called: 'a text' });
        const parsed = await parseComponent(text, 'a_name.txt');
        expect(parsed).toMatchObject({ ok: true, value: { text: 'Text.' } });
        if (!parsed.ok) return;
        const source = `a text: ${file}`;
        expect(parsed.value.metadata).toMatchObject({ id: 'a_name', kind, summary: description, source });
        expect(parsed.value.metadata).toMatchObject({ license, status: 'draft', origin: 'hand' });
      },
    ),
    times(400),
  );
});
