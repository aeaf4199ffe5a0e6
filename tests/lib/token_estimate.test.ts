import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateTokens } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';
import { ROOT } from '../support/program.ts';

/** Counted with OpenAI's o200k tokenizer. */
test.each([
  ['The quick brown fox jumps over the lazy dog.', 10],
  ['const answer = await fetch(url, { method: "GET" });\n', 14],
  ['2026-11-21', 6],
])('%j is counted within a third of %d tokens', (text, counted) => {
  expect(Math.abs(estimateTokens(text) - counted)).toBeLessThanOrEqual(Math.ceil(counted / 3));
});

test('a page of instructions is counted within a tenth of what o200k makes of it', () => {
  const text = readFileSync(join(ROOT, 'tests/cases/persona_of_360_tokens.md'), 'utf8');
  expect(Math.abs(estimateTokens(text) / 360 - 1)).toBeLessThan(0.1);
});

test('nothing is no token, and more text is never fewer', () => {
  expect(estimateTokens('')).toBe(0);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
      expect(estimateTokens(`${before}\n${after}`)).toBeGreaterThanOrEqual(estimateTokens(before));
    }),
    times(2000),
  );
});
