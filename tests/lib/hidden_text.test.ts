import { expect, test } from 'vitest';
import { hiddenText, revealHidden, safeJson } from '../../src/lib/index.ts';

test.each([
  ['zero-width space', 'a\u200bb', 'a character of no width, U+200B'],
  ['joiner between Latin letters', 'a\u200db', 'a character of no width, U+200D'],
  ['word joiner', 'a\u2060b', 'a character of no width, U+2060'],
  ['invisible times', 'a\u2062b', 'a character of no width, U+2062'],
  ['byte order mark within', 'a\ufeffb', 'a character of no width, U+FEFF'],
  ['soft hyphen', 'a\u00adb', 'a character of no width, U+00AD'],
  ['grapheme joiner', 'a\u034fb', 'a character of no width, U+034F'],
  ['tags', 'a\u{e0069}\u{e0067}b', 'a tag character, U+E0069'],
  ['variation selectors behind a letter', 'a\ufe0fb', 'a variation selector, U+FE0F'],
  ['a run of them behind a picture', '😀\ufe00\ufe01\ufe02', 'a variation selector, U+FE00'],
  ['supplementary selectors', 'a\u{e0101}b', 'a variation selector, U+E0101'],
  ['Hangul filler', 'a\u3164b', 'a filler that looks like a space, U+3164'],
  ['half-width filler', 'a\uffa0b', 'a filler that looks like a space, U+FFA0'],
  ['braille blank', 'a\u2800b', 'a filler that looks like a space, U+2800'],
  ['override', 'a\u202eb', 'a mark that reorders text, U+202E'],
  ['isolate', 'a\u2066b', 'a mark that reorders text, U+2066'],
  ['annotation', 'a\ufff9b', 'a character of no width, U+FFF9'],
  ['musical', 'a\u{1d173}b', 'a character of no width, U+1D173'],
  ['tags behind a picture', '😀\u{e0069}\u{e007f}', 'a tag character, U+E0069'],
])('%s is found, with its place, and can be made to show', (_, text, what) => {
  const [found, ...more] = hiddenText(`One.\nTwo ${text}.\n`);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ line: 2, what });
  expect(hiddenText(revealHidden(text))).toEqual([]);
  expect(revealHidden(text)).toContain(`\\u{${what.replace(/^.*U\+0*/u, '').toLowerCase()}}`);
});

test.each([
  ['plain text', 'Two lines.\n\tAnd a tab, a no-break\u00a0space, and an umlaut: ü.'],
  ['a byte order mark at the beginning', '\ufeffText'],
  ['emoji', '👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3 👍🏽 🏳\ufe0f\u200d🌈'],
  ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['Persian', 'می\u200cخواهم'],
  ['Hindi', 'क्\u200dष'],
  ['a Han variant', '葛\u{e0100}'],
])('%s hides nothing', (_, text) => {
  expect(hiddenText(text)).toEqual([]);
  expect(revealHidden(text)).toBe(text);
});

test('JSON means the same, and has nothing in it that a terminal obeys or does not show', () => {
  const value = { 'k\u009b': 'a\u001b]0;t\u0007 \u009b2J \u007f \u202e \u200b \u{e0041} \u2028 😀' };
  const text = safeJson(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
