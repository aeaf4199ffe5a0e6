import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutToWidth, durationInWords, widestWidth } from '../../src/lib/index.ts';

test('a text that fits is left as it is, one that does not ends in an ellipsis', () => {
  expect(cutToWidth('four', 4)).toBe('four');
  expect(cutToWidth('fives', 4)).toBe('fiv…');
  expect(cutToWidth('日本語', 6)).toBe('日本語');
  expect(cutToWidth('日本語', 5)).toBe('日本…');
  expect(cutToWidth('日本語', 4)).toBe('日…');
  expect(cutToWidth('', 0)).toBe('');
});

test('a grapheme is kept whole or left out', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(cutToWidth(`${family}abcdef`, 9)).toBe(`${family}…`);
  expect(cutToWidth(`e\u0301e\u0301e\u0301`, 2)).toBe(`e\u0301…`);
});

test('what is cut fits, and nothing is lost that would have fitted', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(text, fc.nat({ max: 40 }), (whole, columns) => {
      const cut = cutToWidth(whole, columns);
      expect(widestWidth(cut)).toBeLessThanOrEqual(columns);
      if (widestWidth(whole) <= columns) expect(cut).toBe(whole);
      else if (columns > 0) expect(whole.startsWith(cut.replace(/…$/u, ''))).toBe(true);
    }),
  );
});

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [Number.NaN, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [250_000, '4 min 10 s'],
  [3_600_000, '1 h'],
  [3_900_000, '1 h 5 min'],
  [183_600_000, '2 d 3 h'],
])('%s ms is %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
