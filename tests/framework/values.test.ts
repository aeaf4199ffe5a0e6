import { describe, expect, test } from 'vitest';
import { constraintsThatHold } from '../../src/framework/composition/values.ts';
import { checkValues, type GoalParts, type Input } from '../../src/framework/index.ts';

const input = (name: string, kind: Input['kind'], fallback: string | null = null): Input => ({
  name,
  kind,
  required: false,
  default: fallback,
  describe: name,
});

const INPUTS = [input('language', 'setting', 'ts'), input('depth', 'setting'), input('code', 'material')];

describe('values', () => {
  test.each([
    ['nothing at all', {}],
    ['one line for a setting', { language: 'TypeScript' }],
    ['any text for a material', { code: 'a\n\u001b[31m{{x}}\u2028' }],
    ['1000 characters for a setting', { language: '🙂'.repeat(1000) }],
  ])('may be %s', (_, values) => expect(checkValues(INPUTS, values)).toEqual({ ok: true, value: values }));

  test.each([
    ['an input that is not there', { langage: 'x' }, 'unknown-input', 'Did you mean "language"?'],
    ['an input far from any', { zzzzzz: 'x' }, 'unknown-input', 'Its inputs are: language, depth, code.'],
    ['__proto__', Object.fromEntries([['__proto__', 'x']]), 'unknown-input', 'Its inputs are'],
    ['an empty text', { code: ' \n' }, 'input-empty', 'Leave it out'],
    ['two lines for a setting', { language: 'a\nb' }, 'setting-not-one-line', ''],
    ['two lines by a line separator', { language: 'a\u2028b' }, 'setting-not-one-line', ''],
    ['an escape sequence for a setting', { language: '\u001b[31m' }, 'setting-not-one-line', ''],
    ['1001 characters for a setting', { language: 'x'.repeat(1001) }, 'setting-too-long', ''],
  ])('may not be %s', (_, values, code, hint) => {
    const result = checkValues(INPUTS, values);
    expect(result).toMatchObject({ ok: false, cause: 'usage', problems: [{ code }] });
    expect((!result.ok && result.problems[0]?.hint) || '').toContain(hint);
  });

  test('have all their problems named at once', () => {
    const result = checkValues(INPUTS, { a: 'x', language: 'a\nb', code: '' });
    expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual([
      ...['unknown-input', 'setting-not-one-line', 'input-empty'],
    ]);
  });
});

describe('a conditional constraint', () => {
  const parts: GoalParts = {
    description: '',
    persona: 'p.txt',
    protocol: 'p.txt',
    keywords: [],
    inputs: INPUTS,
    constraints: [
      { file: 'always.txt', when: [] },
      { file: 'ts.txt', when: [{ input: 'language', values: ['ts', 'TypeScript'] }] },
      {
        file: 'deep_ts.txt',
        when: [
          { input: 'language', values: ['ts'] },
          { input: 'depth', values: ['deep'] },
        ],
      },
      { file: 'always.txt', when: [] },
    ],
  };

  test.each([
    ['by the default of its input', {}, ['always.txt', 'ts.txt']],
    ['by a value, whatever its case and white space', { language: ' typescript ' }, ['always.txt', 'ts.txt']],
    ['not by another value', { language: 'js' }, ['always.txt']],
    ['only when all its inputs match', { depth: 'deep' }, ['always.txt', 'ts.txt', 'deep_ts.txt']],
    ['not when one of them does not', { language: 'js', depth: 'deep' }, ['always.txt']],
  ])('holds %s; each file stands once', (_, values, files) => {
    expect(constraintsThatHold(parts, values)).toEqual(files);
  });
});
