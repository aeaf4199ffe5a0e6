import { expect, test } from 'vitest';
import { fixedBatch, roundOf } from '../../src/batch/review/fix_plan.ts';

test.each(['Fix', 'Mend'])(
  'a plan that begins with "%s" is a round of fixes, of this version or of an earlier one',
  (verb) => {
    const title = `${verb} what the review of batch 12 found (round 2)`;
    expect([roundOf({ title }), fixedBatch({ title })]).toEqual([2, 12]);
  },
);

test('a plan of another title is no round of fixes', () => {
  const title = 'Find what the review of batch 12 found (round 2)';
  expect([roundOf({ title }), fixedBatch({ title })]).toEqual([0, undefined]);
});
