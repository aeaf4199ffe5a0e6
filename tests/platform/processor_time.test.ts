import { describe, expect, test } from 'vitest';
import type { ProcessRow } from '../../src/platform/process_table.ts';
import { processorMeter } from '../../src/platform/processor_time.ts';

const row = (pid: number, ticks: number, more: Partial<ProcessRow> = {}): ProcessRow => ({
  pid,
  parent: 1,
  group: 10,
  session: 10,
  ticks,
  startTime: '5',
  isOver: false,
  ...more,
});

describe.skipIf(process.platform !== 'linux')('the processor time of a group', () => {
  test('grows with what its processes use, counts nothing twice, and never shrinks', () => {
    const looks = [
      [row(10, 3), row(99, 500, { group: 99, session: 99 })],
      // A child in a group of its own, and a grandchild.
      [
        row(10, 4),
        row(11, 20, { parent: 10, group: 11, session: 11 }),
        row(12, 7, { parent: 11, group: 12, session: 12 }),
      ],
      // Both have ended; what they used is the leader's now.
      [row(10, 4 + 20 + 7 + 2)],
      // One that nobody waited for.
      [row(10, 33), row(13, 10, { parent: 10 })],
      [row(10, 33)],
    ];
    const meter = processorMeter(10, () => looks.shift() ?? []);
    expect([1, 2, 3, 4, 5].map(() => meter())).toEqual([30, 310, 330, 430, 430]);
  });

  test('is that of a real process', () => {
    const meter = processorMeter(process.pid);
    const before = meter() ?? 0;
    for (const end = Date.now() + 60; Date.now() < end; );
    expect((meter() ?? 0) - before).toBeGreaterThanOrEqual(0);
    expect(before).toBeGreaterThan(0);
  });
});
