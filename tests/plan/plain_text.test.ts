import { expect, test } from 'vitest';
import { plainText } from '../../src/plan/document/plain_text.ts';
import { casesIn } from '../support/cases.ts';

type TextCase = readonly [source: string, from: number, title: string | null];

/** On which line the document begins behind its front matter, counted from 0, and the title that this gives. */
test.each(casesIn<TextCase>('plan_front_matter.yaml'))('the front matter of %j', (source, from, title) => {
  const read = plainText(source);
  const { line, column, value } = read.title ?? {};
  expect([read.from, read.title ? `${line}:${column} ${value}` : null]).toEqual([from, title]);
});

test('front matter of a thousand lines is none', () => {
  const lines = (count: number) => `---\n${'a: 1\n'.repeat(count)}---\n# Plan\n`;
  expect(plainText(lines(999)).from).toBe(1001);
  expect(plainText(lines(1000)).from).toBe(0);
});

test.each([
  ['\uFEFF# A\r\nb\rc\n', '# A\nb\nc\n'],
  ['a\r\n\r\nb', 'a\n\nb'],
  ['a\0b\0', 'a\uFFFDb\uFFFD'],
  ['a\uFEFFb', 'a\uFEFFb'],
])('%j has line feeds only, and neither mark nor null', (source, text) => {
  expect(plainText(source).text).toBe(text);
});
