import { expect, test } from 'vitest';
import { blankedHtmlComments, withoutHtmlComments } from '../../src/lib/index.ts';

test.each([
  ['one in a line', 'a <!-- b --> c', 'a  c'],
  ['one over lines', 'a\n<!-- b\n\nc -->\nd', 'a\n\nd'],
  ['two', '<!-- a -->b<!-- c -->', 'b'],
  ['one without an end', 'a <!-- b', 'a '],
  ['an empty one', 'a<!-->b', 'ab'],
  ['one behind a fence that is not closed', '```\n<!-- a -->\nb', '```\n\nb'],
  ['one behind a block', '~~~\n<!-- a -->\n~~~\n<!-- b -->', '~~~\n<!-- a -->\n~~~\n'],
  ['one with an odd fence in it', '<!--\n```\n-->\n```\n<!-- a -->\n```', '\n```\n<!-- a -->\n```'],
  ['one between two runs that are no fences', 'a ``` b\n\n<!-- c -->\n\nd ``` e', 'a ``` b\n\n\n\nd ``` e'],
  ['one behind a lone backtick', 'a ` b\n\n<!-- c --> d ` e', 'a ` b\n\n d ` e'],
  ['one far in, in a list', '- a\n\n    <!-- b -->', '- a\n\n    '],
  ['one far in, in a list with a lazy line', '- a\nb\n\n    <!-- c -->', '- a\nb\n\n    '],
  ['one far in, in an item of an item', '- - a\n\n      <!-- b -->', '- - a\n\n      '],
  ['one far in, behind a paragraph', 'a\n    <!-- b -->', 'a\n    '],
  ['one far in, in a footnote', '[^1]: a\n\n    <!-- b -->', '[^1]: a\n\n    '],
  ['one far in, in raw HTML', '<pre>\n\n    <!-- b -->\n</pre>', '<pre>\n\n    \n</pre>'],
  ['one behind code', '    a\n\nb <!-- c -->', '    a\n\nb '],
  ['one between fences in code', 'a\n\n    ```\n\n<!-- b -->\n\n    ```', 'a\n\n    ```\n\n\n\n    ```'],
  ['one behind a fence with one in it', '```\n    ```\n```\n<!-- b -->', '```\n    ```\n```\n'],
])('%s is left out', (_, text, kept) => {
  expect(withoutHtmlComments(text)).toBe(kept);
});

test.each([
  'Write `<!-- x -->`.',
  '``a ` <!-- x -->``',
  '```html\n<!-- x -->\n\n```',
  '~~~\n<!-- x -->\n\n~~~',
  '- ```html\n  <!-- x -->\n  ```',
  '````\n```\n<!-- x -->\n````',
  'a < !-- b',
  '    <!-- x -->',
  'a\n\n    <!-- x -->\n\n    <!-- y -->\n',
  'a\n\n\t<!-- x -->',
  '- a\n\n      <!-- x -->',
  '- a\n\nb\n\n    <!-- x -->',
  '12. a\n\n        <!-- x -->',
])('what is shown stays: %s', (text) => {
  expect(withoutHtmlComments(text)).toBe(text);
});

test('blanks for comments leave everything else in its place', () => {
  expect(blankedHtmlComments('a <!-- b\nc --> d `<!-- e -->`')).toBe('a       \n      d `<!-- e -->`');
});

test('fences that nothing closes are looked at in time that grows with their number', () => {
  const text = `${'```a\n'.repeat(40_000)}${'        ```\n'.repeat(40_000)}<!-- b -->`;
  const before = process.cpuUsage().user;
  expect(withoutHtmlComments(text).endsWith('<!-- b -->')).toBe(false);
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(2);
});
