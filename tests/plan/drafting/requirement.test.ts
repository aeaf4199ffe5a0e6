import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberRanges, numbersIn } from '../../../src/plan/drafting/requirement.ts';
import { saysTooLittle, splitRequirement } from '../../../src/plan/index.ts';
import { times } from '../../support/cases.ts';

function linesOf(text: string): string[] {
  return splitRequirement(text).lines.map(
    ({ number, text: said, asks }) => `${number}${asks ? '' : '-'} ${said}`,
  );
}

describe('a requirement is taken apart', () => {
  test.each([
    ['one line', 'Add a login page', ['1 Add a login page']],
    [
      'sentences',
      'Add a page. It needs OAuth! Does 2FA count? yes.',
      ['1 Add a page.', '2 It needs OAuth!', '3 Does 2FA count? yes.'],
    ],
    [
      'no sentence ends in e.g. or in 1.5',
      'Limit it, e.g. The rate to 1.5 per second.',
      ['1 Limit it, e.g. The rate to 1.5 per second.'],
    ],
    [
      'bullets, numbers and boxes',
      '- One\n* Two\n3. Three\n- [ ] Four\n- [x] Five',
      ['1 One', '2 Two', '3 Three', '4 Four', '5 Five'],
    ],
    [
      'headings and what introduces tell, and ask nothing',
      '# Shop\n\nWe need:\n- A cart',
      ['1- Shop', '2- We need:', '3 A cart'],
    ],
    [
      'code in fences tells, and ask nothing',
      'Print this:\n```sh\n  ls # x\n```\nAnd stop.',
      ['1- Print this:', '2-   ls # x', '3 And stop.'],
    ],
    [
      'a line that was broken for its length',
      'The list of products is sorted by price and then\nby name.\nNext',
      ['1 The list of products is sorted by price and then by name.', '2 Next'],
    ],
    ['short lines stay apart', 'add login\nadd logout', ['1 add login', '2 add logout']],
    ['an indented line goes on', '- One that is\n  continued', ['1 One that is continued']],
    ['line ends of any kind', 'One\r\nTwo\rThree', ['1 One', '2 Two', '3 Three']],
    ['no words at all', ' \n---\n***\n', []],
    ['headings alone are all that is asked for', '# Add a login page', ['1 Add a login page']],
    [
      'scripts without spaces',
      'ログインを追加する。テストを書く。',
      ['1 ログインを追加する。', '2 テストを書く。'],
    ],
  ])('%s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  test('numbers go up by one from wherever they start, and nothing that is said is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 1, max: 99 }),
        (text, first) => {
          const { lines } = splitRequirement(text, first);
          expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => first + index));
          expect(lines.every((line) => !/[\r\n]/u.test(line.text))).toBe(true);
          const letters = (said: string) => said.match(/\p{L}/gu)?.join('') ?? '';
          if (!/[`~]{3}/u.test(text))
            expect(letters(lines.map((line) => line.text).join(''))).toBe(
              letters(text.replace(/(^|\n|\r)[^\p{L}\p{N}\n\r]*\[[xX]\]/gu, '')),
            );
          if (lines.length > 0) expect(lines.some(({ asks }) => asks)).toBe(true);
        },
      ),
      times(100, 20),
    );
  });
});

test.each([
  ['', true],
  ['login', true],
  ['  --- \n login! ', true],
  ['fix login', false],
  ['登录页面需要修复', false],
])('%j says too little: %s', (text, isTooLittle) => {
  expect(saysTooLittle(splitRequirement(text))).toBe(isTooLittle);
});

test('numbers as a person writes them can be read back', () => {
  expect(numberRanges([5, 1, 3, 4, 3])).toBe('1, 3-5');
  expect(numberRanges([1, 2])).toBe('1, 2');
  expect(numbersIn('lines 1 and 3-5, R7', 9)).toEqual([1, 3, 4, 5, 7]);
  expect(numbersIn('1-999999', 3)).toEqual([1, 2, 3]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 500 })), (numbers) => {
      expect(numbersIn(numberRanges(numbers), 500)).toEqual([...numbers].sort((a, b) => a - b));
    }),
    times(100, 20),
  );
});
