import { expect, test } from 'vitest';
import { gitConflicts } from '../../src/lib/index.ts';

/** A text of these lines. */
const text = (...lines: readonly string[]) => lines.join('\n');

test.each([
  ['with names', text('a', '<<<<<<< HEAD', 'b', '=======', 'c', '>>>>>>> other'), [2]],
  ['of which the end is left', text('a', '>>>>>>> other'), [2]],
  ['without names, as git writes them', text('a', '<<<<<<< ', 'b', '=======', 'c', '>>>>>>> '), [2]],
  ['without names and the blank', text('<<<<<<<', 'b', '=======', 'c', '>>>>>>>'), [1]],
  [
    'with the base between',
    text('<<<<<<< ', 'b', '||||||| ', 'a', '=======', 'c', '>>>>>>> ').replaceAll('\n', '\r\n'),
    [1],
  ],
  ['of a longer row', text('<<<<<<<<<', 'b', '=======', '=========', 'c', '>>>>>>>>>'), [1]],
  ['one after another', text('<<<<<<<', '=======', '>>>>>>>', '<<<<<<<', 'b', '=======', '>>>>>>>'), [1, 4]],
  ['of which one end has a name', text('<<<<<<<', 'b', '=======', 'c', '>>>>>>> other'), [1]],
])('a conflict %s is seen', (_what, conflict, lines) => {
  expect(gitConflicts(conflict)).toEqual(lines);
  expect(gitConflicts(conflict, conflict)).toEqual([]);
});

test.each([
  ['a heading with a rule under it', text('Title', '=======', 'text')],
  ['quotations in quotations', text('>>>>>>> ', '>>>>>>>')],
  ['rows that do not belong together', text('<<<<<<<', 'a', '>>>>>>>')],
  ['rows of several lengths', text('<<<<<<<', 'a', '========', 'b', '>>>>>>>')],
  ['a beginning without an end', text('<<<<<<<', 'a', '=======')],
])('%s is none', (_what, prose) => {
  expect(gitConflicts(prose)).toEqual([]);
});
