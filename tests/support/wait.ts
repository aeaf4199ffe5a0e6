import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/**
 * Polls until there is a result; the test's own time limit ends it. `false` is not allowed, since it would end the wait at once:
 * return `true` or `undefined`.
 */
export async function eventually<Value extends object | string | number | null | true>(
  look: () => Value | undefined,
): Promise<Value> {
  for (let looks = 1; ; looks += 1) {
    const value = look();
    if (value !== undefined) return value;
    // Results of this process are there after a few turns; another process needs the processor time that polling would take.
    await (looks < LOOKS_AT_ONCE ? turn() : pause(PAUSE_MS));
  }
}

const LOOKS_AT_ONCE = 50;
const PAUSE_MS = 5;
