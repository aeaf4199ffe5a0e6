import { AsyncLocalStorage } from 'node:async_hooks';
import type { TestContext } from 'vitest';

const running = new AsyncLocalStorage<TestContext>();

/** Runs a test so that {@link afterTest} can identify it at any depth below. */
export function asTest(context: TestContext, test: () => Promise<void>): Promise<void> {
  return running.run(context, test);
}

/**
 * Does something after the calling test. Vitest's own `onTestFinished` refers to the test started last: among concurrent tests,
 * one would end what belongs to another.
 */
export function afterTest(cleanUp: () => unknown): void {
  const context = running.getStore();
  if (context === undefined) throw new Error('There is no test here to clean up after.');
  context.onTestFinished(async () => {
    await cleanUp();
  });
}
