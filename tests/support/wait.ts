import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/**
 * Looks until there is something to see; the test's own time limit ends it. `false` is no answer, for it would end the wait at once:
 * say `true` or `undefined`.
 */
export async function eventually<Value extends object | string | number | null | true>(
  look: () => Value | undefined,
): Promise<Value> {
  for (let looks = 1; ; looks += 1) {
    const value = look();
    if (value !== undefined) return value;
    // What this process does itself is there after a few turns; another process needs the processor that looking would take.
    await (looks < LOOKS_AT_ONCE ? turn() : pause(PAUSE_MS));
  }
}

const LOOKS_AT_ONCE = 50;
const PAUSE_MS = 5;
