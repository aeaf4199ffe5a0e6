import { vi } from 'vitest';
import { type Clock, systemClock } from '../../src/platform/index.ts';
import { afterTest } from './after_test.ts';

/**
 * From here to the end of the test no signal reaches any process, as if the kernel withheld all of them; then they are delivered.
 */
export function keepEverything(): void {
  const { kill } = process;
  const asked = new Set<number>();
  const spy = vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    if (signal !== 0) asked.add(pid);
    return true;
  });
  afterTest(() => {
    spy.mockRestore();
    for (const pid of asked) {
      try {
        kill.call(process, pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  });
}

/** The machine's clock, sped up a hundred times, so that waiting in vain is short. */
export const HASTY: Clock = {
  ...systemClock,
  now: () => systemClock.now() * HASTE,
  wait: (ms, signal) => systemClock.wait(ms / HASTE, signal),
};

const HASTE = 100;
