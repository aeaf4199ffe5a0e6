import { expect, test } from 'vitest';
import { opened } from './opened.ts';

const failing = (why: string) => async () => {
  throw new Error(why);
};

test('what failed first is told also where the removal fails, and the removal where nothing else does', async () => {
  const both = opened(async () => ({ remove: failing('not empty') }), failing('what it was about'));
  await expect(both).rejects.toThrow(/what it was about[\s\S]*and then: [\s\S]*not empty/u);
  await expect(
    opened(
      async () => ({ remove: failing('not empty') }),
      async () => {},
    ),
  ).rejects.toThrow('not empty');
  let removed = 0;
  const first = opened(async () => ({ remove: () => void removed++ }), failing('what it was about'));
  await expect(first).rejects.toThrow('what it was about');
  expect(removed).toBe(1);
});
