import { expect, test } from 'vitest';
import { carriedOver, makeReview } from '../../src/batch/review/index.ts';

const CHANGE = { files: [] };
const FRAME = {
  at: '2026-11-29T10:00:00.000Z',
  subject: { kind: 'batch', batch: 1, name: 'batch 1' },
  version: { seq: 1, base: null, head: null, diff: '' },
} as const;

function hunk(line: number): Parameters<typeof makeReview>[1]['found'][number] {
  return {
    kind: 'unproven-hunk',
    severity: 'medium',
    file: 'a.js',
    line,
    message: 'No gate notices.',
    quote: `line ${line}`,
    proof: 'verified',
    by: 'load-bearing',
  };
}

const PROOF = { limitSeconds: 600, seconds: 1, runs: 2, isWhole: true };

test('what a review before had too many of is counted by the next that carries it over, and by the one behind that', () => {
  const found = Array.from({ length: 150 }, (_, place) => hunk(place + 1));
  const readings = { loadBearing: PROOF };
  let review = makeReview(FRAME, { change: CHANGE, found, dropped: [], readings });
  const { score, findings, counts, dropped } = review;
  expect([findings.length, counts.medium]).toEqual([100, 150]);
  expect(dropped).toMatchObject([{ by: 'load-bearing', severity: 'medium', count: 50 }]);
  for (const _ of [1, 2]) {
    const before = carriedOver(review, new Set(['union']));
    review = makeReview(FRAME, { change: CHANGE, ...before });
    expect(review).toMatchObject({ score, counts, dropped, findings });
  }
  // Asked for again, nothing of it is carried.
  expect(carriedOver(review, new Set(['loadBearing']))).toMatchObject({ found: [], dropped: [] });
});
