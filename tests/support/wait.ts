import { setImmediate as turn } from 'node:timers/promises';

/**
 * Looks until there is something to see; the test's own time limit ends it. `false` is no answer, for it would end the wait at once:
 * say `true` or `undefined`.
 */
export async function eventually<Value extends object | string | number | null | true>(
  look: () => Value | undefined,
): Promise<Value> {
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    await turn();
  }
}
