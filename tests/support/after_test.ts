import { AsyncLocalStorage } from 'node:async_hooks';
import type { TestContext } from 'vitest';

const running = new AsyncLocalStorage<TestContext>();

/** Runs a test so that {@link afterTest} knows, at any depth below it, which one it is. */
export function asTest(context: TestContext, test: () => Promise<void>): Promise<void> {
  return running.run(context, test);
}

/**
 * Does something when the test that asks for it is over. Vitest's own `onTestFinished` means whichever test was started last: of tests
 * that run concurrently, one would end what belongs to another.
 */
export function afterTest(cleanUp: () => unknown): void {
  const context = running.getStore();
  if (context === undefined) throw new Error('There is no test here to clean up after.');
  context.onTestFinished(async () => {
    await cleanUp();
  });
}
