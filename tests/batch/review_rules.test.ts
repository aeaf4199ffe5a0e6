import { describe, expect, test } from 'vitest';
import { casesIn } from '../support/cases.ts';
import { diffOf, inLines, reviewOf, type Sides } from '../support/review.ts';

type Case = Sides & { readonly name: string; readonly finds: readonly string[] };

describe('what the rules find', () => {
  test.each(casesIn<Case>('review_rules.yaml'))('$name', ({ finds, ...sides }) => {
    expect(inLines(reviewOf(diffOf(sides)))).toEqual(finds);
  });
});

test('large changes and long lines are read in time in proportion to them', () => {
  const places = Array.from({ length: 3_000 }, (_, place) => place);
  const long = '/*'.repeat(50_000) + 'a('.repeat(50_000) + 'test '.repeat(50_000) + '"'.repeat(10_000);
  const diff = [
    ...places.map(
      (place) =>
        `--- test/${place}.test.js\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-test('case ${place}', () => {\n-  expect(f(${place}1)).toBe(${place}2);\n-});\n`,
    ),
    ...places.map(
      (place) =>
        `--- /dev/null\n+++ src/${place}.js\n@@ -0,0 +1,2 @@\n+if (n === ${place}1) return ${place}3;\n+// TODO: ${place}\n`,
    ),
    ...['src/long.js', 'test/test_long.py'].map(
      (path) => `--- /dev/null\n+++ ${path}\n@@ -0,0 +1 @@\n+assert ${long}\n`,
    ),
  ].join('');
  const from = performance.now();
  const review = reviewOf(diff);
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(review.counts).toMatchObject({ low: 3_000, medium: 1, high: 3_000 });
  expect(review.findings).toHaveLength(201);
  expect(review.dropped).toMatchObject([{ count: 5_800 }]);
});
