import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/lib/index.ts';
import { casesIn, times } from '../support/cases.ts';

type Case = { name: string; word: string; candidates: string[]; nearest: string | null };

describe('nearest', () => {
  test.each(casesIn<Case>('nearest.yaml'))('$name', ({ word, candidates, nearest: expected }) => {
    expect(nearest(word, candidates) ?? null).toBe(expected);
  });

  test('gives a candidate or nothing, whatever the words', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), words, (word, candidates) => {
        const found = nearest(word, candidates);
        if (found !== undefined) expect(candidates).toContain(found);
      }),
      times(500),
    );
  });

  test('finds any word of three letters or more that is there, in whatever case it is written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,20}$/), (word) => {
        expect(nearest(word.toUpperCase(), ['?', word])).toBe(word);
      }),
      times(500),
    );
  });

  test('compares words of a million characters without stalling', () => {
    expect(nearest('x'.repeat(1_000_000), ['y'.repeat(1_000_000)])).toBeUndefined();
  });
});
