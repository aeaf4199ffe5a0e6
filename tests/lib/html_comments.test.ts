import { expect, test } from 'vitest';
import { withoutHtmlComments } from '../../src/lib/index.ts';

test.each([
  ['one in a line', 'a <!-- b --> c', 'a  c'],
  ['one over lines', 'a\n<!-- b\n\nc -->\nd', 'a\n\nd'],
  ['two', '<!-- a -->b<!-- c -->', 'b'],
  ['one without an end', 'a <!-- b', 'a '],
  ['an empty one', 'a<!-->b', 'ab'],
  ['one behind a lone backtick', 'a ` b\n\n<!-- c --> d ` e', 'a ` b\n\n d ` e'],
])('%s is left out', (_, text, kept) => {
  expect(withoutHtmlComments(text)).toBe(kept);
});

test.each(['Write `<!-- x -->`.', '``a ` <!-- x -->``', '```html\n<!-- x -->\n\n```', 'a < !-- b'])(
  'what is shown stays: %s',
  (text) => {
    expect(withoutHtmlComments(text)).toBe(text);
  },
);

test('a long text takes time that grows with its length', () => {
  const cost = (size: number) => {
    const start = performance.now();
    withoutHtmlComments('` `` <!-- a --> \n\n'.repeat(size));
    return performance.now() - start;
  };
  cost(2000);
  expect(cost(100_000) / Math.max(1, cost(10_000))).toBeLessThan(50);
});
