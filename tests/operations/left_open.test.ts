import { expect, test } from 'vitest';
import { isLeftOpen, isOpenCommand } from '../../src/operations/batches/left_open.ts';

test.each([
  ['TODO', true],
  ['TODO: say what is true', true],
  ['Gate: `TODO: command`', false],
  ['Gate: `./TODO.sh`', false],
  ['TBD', true],
  ['**TBD.**', true],
  ['tba', true],
  ['FIXME: describe', true],
  ['XXX', true],
  ['to do: write what is true', true],
  ['To be determined', true],
  ['...', true],
  ['…', true],
  ['?', true],
  ['n/a', true],
  ['<describe the goal here>', true],
  ['[What is true when this is done]', true],
  ['{{goal}}', true],
  ['Remove all TODO comments from the code.', false],
  ['Build the TODO app.', false],
  ['Todo lists can be shared.', false],
  ['To do this, the parser has to be split.', false],
  ['To-do items can be ticked off.', false],
  ['TBD markers are found by the linter.', false],
  ['FIXME comments are listed.', false],
  ['[The guide](docs/guide.md) is up to date.', false],
  ['<b>Fast</b> start', false],
  ['Pending orders are shown.', false],
  ['Gate', false],
  ['It works: `npm test`', false],
  ['`npm test`', false],
  ['Goal: the page opens', false],
] as const)('%j is only the place of what is to be said: %j', (text, isOpen) => {
  expect(isLeftOpen(text)).toBe(isOpen);
});

test.each([
  ['TODO', true],
  ['TODO: write one', true],
  ['...', true],
  ['tbd', true],
  ['<command>', true],
  ['', false],
  ['grep TODO src', false],
  ['TODO=1 make', false],
  ['./TODO.sh', false],
  ['[ -f a.txt ]', false],
  ['[[ -f a.txt ]]', false],
  [':', false],
] as const)('the command %j is only the place of one: %j', (command, isOpen) => {
  expect(isOpenCommand(command)).toBe(isOpen);
});
