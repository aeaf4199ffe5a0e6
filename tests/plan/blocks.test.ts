import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, readBlocks } from '../../src/plan/document/blocks.ts';
import { MarkdownBlocks } from '../../src/plan/document/markdown_blocks.ts';
import { times } from '../support/cases.ts';

/** What begins lines, what stands behind that, and what ends them: everything that could mean something. */
const begin = fc.constantFrom(
  ...['', '', '', '', ' ', '  ', '   ', '    ', '\t', ' \t', '\u00a0', '\u2003', '\f', '\v', '\uFEFF'],
  ...['- ', '- ', '-', '-  ', '-     ', '-\t', '* ', '*', '+ ', '- - ', '> ', '- > ', '- 1. ', '1. ', '1. '],
  ...[
    '1) ',
    '2. ',
    '10) ',
    '01. ',
    '1.',
    '1.\t',
    '1234567890. ',
    '123456789. ',
    '# ',
    '## ',
    '#',
    '####### ',
  ],
  ...[
    '**',
    '__',
    '***',
    '---',
    '--',
    '===',
    '=',
    ':',
    '|',
    '<',
    '<!-- ',
    '`',
    '``',
    '```',
    '~~~',
    '~',
    '- # ',
  ],
  ...['  - ', '  1. ', '   - ', '    - ', '- [ ] ', '[x]: ', '\\', '- ```', '---\u00a0', '- \u00a0', '-->'],
);
const middle = fc.constantFrom(
  ...['', '', 'text', 'Goal**: x', 'a | b', '---|---', '-|-', 'é', '数', '😀', '- b', '# c', '`x`', 'div>'],
);
const behind = fc.constantFrom(
  '',
  '',
  '',
  '',
  ' ',
  '\t',
  ' #',
  '#',
  '\u00a0',
  '\u2003',
  ' # \u00a0',
  '|',
  '\v',
);
const lines = fc
  .array(
    fc.tuple(begin, middle, behind).map((parts) => parts.join('')),
    { maxLength: 12 },
  )
  .map((all) => all.join('\n'));

test("plain blocks are what markdown-it's rules make of them", () => {
  fc.assert(
    fc.property(lines, (text) => {
      const found: Block[] = [];
      const count = readBlocks(text, 0, (block) => found.push(block));
      expect([count, ...found]).toEqual(byRules(text));
    }),
    times(20_000, 1_000),
  );
});

/** How many lines there are, and the blocks as the rules alone give them. */
function byRules(text: string): unknown[] {
  const isBlank = text.split('\n').map((line) => /^[ \t]*$/u.test(line));
  // White space behind the last line feed is no line.
  if (isBlank.at(-1)) isBlank.pop();
  const markdown = new MarkdownBlocks(text);
  const found: Block[] = [];
  for (let line = 0; line < isBlank.length; )
    line = isBlank[line] ? line + 1 : markdown.read(line, (block) => found.push(block));
  return [isBlank.length, ...found];
}

const row = fc.constantFrom(
  ...[
    '| a | b |',
    '| a | b |',
    '|a|b|',
    '| a |',
    '| a | b | c |',
    '||',
    '|',
    '| \\| | b |',
    '| `|` | b |',
    '|a|b',
    'a|b|',
  ],
  ...[
    '| --- | --- |',
    '| --- | :-: |',
    '|---|---|',
    '| - |',
    '|--|--|--|',
    '| a-b | - |',
    '| --- | --- | ',
    '|\t--- |---|',
  ],
  ...['', '', ' ', 'text', '# A', '- b', '  | a | b |', '| --- | x |'],
);

test("tables that are written plainly are what markdown-it's rules make of them", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 10 }), (rows) => {
      const text = rows.join('\n');
      const found: Block[] = [];
      const count = readBlocks(text, 0, (block) => found.push(block));
      expect([count, ...found]).toEqual(byRules(text));
    }),
    times(20_000, 1_000),
  );
});
