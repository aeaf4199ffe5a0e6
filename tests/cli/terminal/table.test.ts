import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns } from '../../../src/cli/terminal/table.ts';

const ROWS = [
  ['persona', 'a.txt', 'used by ONE'],
  ['protocol', 'long_name.txt', 'no goal'],
];

test('cells stand under each other where there is room', () => {
  const expected = 'persona   a.txt          used by ONE\nprotocol  long_name.txt  no goal\n';
  expect(columns(ROWS)).toBe(expected);
  expect(columns(ROWS, { width: 36 })).toBe(expected);
  expect(columns(ROWS, { head: ['kind', 'file', 'goals'] })).toBe(
    `kind      file           goals\n${expected}`,
  );
});

test('a last cell that is too long goes on below itself', () => {
  expect(
    columns(
      [
        ['a', 'one two three four five six'],
        ['bb', 'x'],
      ],
      { width: 24 },
    ),
  ).toBe('a   one two three four\n    five six\nbb  x\n');
});

test('where there is no room for cells, they stand under the first, by their names where they have any', () => {
  expect(columns(ROWS, { width: 35 })).toBe(
    'persona\n  a.txt, used by ONE\nprotocol\n  long_name.txt, no goal\n',
  );
  expect(columns([['a'.repeat(20), '1', '2 of 3']], { width: 18, head: ['x', 'words', 'parts'] })).toBe(
    `${'a'.repeat(20)}\n  words 1, parts 2\n  of 3\n`,
  );
});

test('no line is wider than there is room for, but for one word alone; and no word is lost', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/u);
  const cell = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 })),
      fc.integer({ min: 1, max: 60 }),
      (rows, width) => {
        const text = columns(rows, { width });
        for (const line of text.split('\n'))
          expect(line.length <= width || !line.trim().includes(' ')).toBe(true);
        expect(text.replaceAll(',', '').split(/\s+/u).filter(Boolean)).toEqual(
          rows.flat().flatMap((one) => one.split(' ')),
        );
      },
    ),
  );
});
