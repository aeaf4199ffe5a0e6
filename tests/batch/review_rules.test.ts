import { describe, expect, test } from 'vitest';
import { casesIn } from '../support/cases.ts';
import { diffOf, inLines, reviewOf, type Sides } from '../support/review.ts';

type Case = Sides & { readonly name: string; readonly finds: readonly string[] };

describe('what the rules find', () => {
  test.each(casesIn<Case>('review_rules.yaml'))('$name', ({ finds, ...sides }) => {
    expect(inLines(reviewOf(diffOf(sides)))).toEqual(finds);
  });
});
