import { expect, test } from 'vitest';
import { withoutHtmlComments } from '../../src/lib/index.ts';

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
])('what is shown stays: %s', (text) => {
  expect(withoutHtmlComments(text)).toBe(text);
});
