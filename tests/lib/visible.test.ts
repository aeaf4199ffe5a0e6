import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasControlCharacters, printable, visible } from '../../src/lib/index.ts';

test.each([
  ['ls -l\n\tmore', 'ls -l\n\tmore'],
  ['grüße 日本 🙂', 'grüße 日本 🙂'],
  ['a\u001b]0;b\u0007c', 'a\\u{1b}]0;b\\u{7}c'],
  ['a\rb', 'a\\u{d}b'],
  ['a\u00a0b\u2028c', 'a\\u{a0}b\\u{2028}c'],
  ['a\u200bb\u{e0041}c\u3164', 'a\\u{200b}b\\u{e0041}c\\u{3164}'],
  ['a\u2800b\u{1d159}c', 'a\\u{2800}b\\u{1d159}c'],
  ['\u202egnp', '\\u{202e}gnp'],
])('%j shows as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('nothing that a terminal would act on is left, and nothing is left out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = visible(text);
      expect(hasControlCharacters(shown)).toBe(false);
      expect(printable(shown)).toBe(shown);
      expect([...shown].length).toBeGreaterThanOrEqual([...text].length);
    }),
  );
});
