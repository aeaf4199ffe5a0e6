import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { foldLines, textWidth, wrapText } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';
import { SEED, TRIES_ALL } from '../support/seed.ts';

describe('wrapText', () => {
  test.each<[text: string, columns: number, lines: string[]]>([
    ['', 5, ['']],
    ['  \t ', 5, ['']],
    ['ab', 5, ['ab']],
    [' ab ', 5, ['ab']],
    ['a  b', 9, ['a b']],
    ['ab cd', 5, ['ab cd']],
    ['ab cde', 5, ['ab', 'cde']],
    ['  ab \t cd  ', 5, ['ab cd']],
    ['a b c d', 3, ['a b', 'c d']],
    ['abcde', 5, ['abcde']],
    ['abcdef', 5, ['abcde', 'f']],
    ['ab cdefghijkl m', 5, ['ab', 'cdefg', 'hijkl', 'm']],
    ['abcdefg h i', 5, ['abcde', 'fg h', 'i']],
    ['abcdefghi', 3, ['abc', 'def', 'ghi']],
    ['数据数据', 5, ['数据', '数据']],
    ['数 据', 5, ['数 据']],
    ['a数数', 3, ['a数', '数']],
    ['数数', 1, ['数', '数']],
    ['e\u0301e\u0301e\u0301', 2, ['e\u0301e\u0301', 'e\u0301']],
  ])('%j in %d columns is %j', (text, columns, lines) => expect(wrapText(text, columns)).toEqual(lines));

  test('loses nothing but white space, and keeps to the columns', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', '数', 'e\u0301', '🙂'),
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 2, max: 12 }), (words, columns) => {
        const lines = wrapText(words.join('  '), columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        for (const line of lines) {
          expect(textWidth(line)).toBeLessThanOrEqual(columns);
          expect(line).toBe(line.trim());
        }
        // No line has room for the first word of the next.
        lines.slice(1).forEach((line, before) => {
          const [next = ''] = line.split(' ');
          if (words.includes(next)) expect(textWidth(`${lines[before]} ${next}`)).toBeGreaterThan(columns);
        });
      }),
      times(2000),
    );
  });
});

test.each([
  ['', 0],
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['a\u20dd', 1],
  ['a\u200bb', 2],
  ['\ufe0f', 0],
  ['数', 2],
  ['ひ', 2],
  ['カ', 2],
  ['한', 2],
  ['🙂', 2],
  ['、', 2],
  ['Ａ', 2],
  ['ｱ', 1],
])('textWidth of %j is %d', (text, width) => expect(textWidth(text)).toBe(width));

test.each([
  ['数 '.repeat(6).trim(), 8],
  ['wörd '.repeat(6).trim(), 8],
  ['  数据 数据 数据', 7],
])('foldLines keeps %j within %d columns', (text, columns) => {
  const folded = foldLines(text, columns);
  expect(Math.max(...folded.split('\n').map(textWidth))).toBeLessThanOrEqual(columns);
  expect(folded.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
});

const STEP = 16;

test('textWidth is that of the package for every character and every two of which one joins, with colours or without', () => {
  // Each by itself: a sixteenth of them, others on every run.
  const wrong: string[] = [];
  for (let point = TRIES_ALL ? 0 : SEED % STEP; point <= 0xffff; point += TRIES_ALL ? 1 : STEP) {
    const character = String.fromCharCode(point);
    if (textWidth(character) !== stringWidth(character)) wrong.push(`U+${point.toString(16)}`);
  }
  expect(wrong).toEqual([]);
  const pieces = fc.constantFrom(
    ...['a', '1', '#', 'é', '©', '…', '→', '│', '✓', '●', '☎', '数', '🙂', 'ก'],
    ...[
      '\u0301',
      '\u20E3',
      '\uFE0F',
      '\u200D',
      '\u00AD',
      '\u001B[1m',
      '\u001B[31;1m',
      '\u001B[39m',
      '\t',
      '\u0000',
    ],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
      const text = parts.join('');
      expect(textWidth(text), JSON.stringify(text)).toBe(stringWidth(text));
    }),
    times(2000),
  );
});
