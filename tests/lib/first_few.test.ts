import { expect, test } from 'vitest';
import { firstFew } from '../../src/lib/index.ts';

test('a long list is cut after its first items, and the rest is counted', () => {
  expect(firstFew(['a', 'b'], 2)).toBe('a, b');
  expect(firstFew(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  expect(firstFew([{ id: 1 }, { id: 2 }], 1, ({ id }) => `phase ${id}`)).toBe('phase 1 and 1 more');
  expect(firstFew([], 3)).toBe('');
});
