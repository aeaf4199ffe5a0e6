import { setImmediate as turn } from 'node:timers/promises';

/** Looks until there is something to see; the test's own time limit ends it. */
export async function eventually<Value>(look: () => Value | undefined): Promise<Value> {
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    await turn();
  }
}
