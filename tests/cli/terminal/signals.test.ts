import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchStops } from '../../../src/cli/terminal/signals.ts';

/** How long a terminal that is closed is waited for by whoever closes it, in milliseconds, less what it takes to keep the work. */
const LONGEST_MS = 1_000;

describe('who wants a run to stop', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('by closing the terminal has it end in order at first, and at once before the terminal is gone', () => {
    const stops = watchStops();
    process.emit('SIGHUP', 'SIGHUP');
    expect([stops.stopping.aborted, stops.force.aborted]).toEqual([true, false]);
    expect(stops.endedBy()).toBe(129);
    vi.advanceTimersByTime(LONGEST_MS);
    expect(stops.force.aborted).toBe(true);
    stops.end();
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s is not hurried by time, and by a second signal is', (name, code) => {
    const stops = watchStops();
    process.emit(name, name);
    vi.advanceTimersByTime(60_000);
    expect([stops.stopping.aborted, stops.force.aborted, stops.endedBy()]).toEqual([true, false, code]);
    process.emit(name, name);
    expect(stops.force.aborted).toBe(true);
    stops.end();
  });

  test('and whose run is over by then hurries nobody', () => {
    const stops = watchStops();
    process.emit('SIGHUP', 'SIGHUP');
    stops.end();
    vi.advanceTimersByTime(LONGEST_MS);
    expect(stops.force.aborted).toBe(false);
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });
});
