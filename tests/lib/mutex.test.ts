import { expect, test } from 'vitest';
import { createMutex } from '../../src/lib/index.ts';

test('work runs one after another; failures stop nothing, and work whose signal came is not started', async () => {
  const mutex = createMutex();
  const events: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const outcomes = await Promise.allSettled([
    mutex(work('a', true)),
    mutex(work('b'), AbortSignal.abort(new Error('gone'))),
    mutex(work('c'), new AbortController().signal),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(events).toEqual(['a begins', 'a ends', 'c begins', 'c ends']);
});
