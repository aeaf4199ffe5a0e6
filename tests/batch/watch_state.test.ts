import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Limits } from '../../src/batch/executors/executor.ts';
import {
  type Sample,
  startWatch,
  type Verdict,
  watchStep,
} from '../../src/batch/executors/watching/watch_state.ts';

const LIMITS: Limits = {
  idleMs: 600,
  softMs: 3_000,
  hardMs: 4_000,
  heartbeatMs: 60,
  graceMs: 50,
  logBytes: 1,
};
const TICK = 10;

/** What happens at one tick; what is left out is as before. */
type Tick = {
  readonly prints?: boolean;
  readonly changes?: boolean;
  readonly beats?: 'sound' | 'corrupt' | 'gone';
  /** Processor time that it uses. */
  readonly burns?: number;
  /** How much later than due it comes. */
  readonly late?: number;
};

/** Watches an attempt in virtual time until it has to end, or nothing more happens. */
function watch(ticks: Iterable<Tick>, options: { limits?: Partial<Limits>; leftover?: boolean } = {}) {
  const limits = { ...LIMITS, ...options.limits };
  let sample: Sample = {
    now: 1_000,
    printed: 0,
    processorMs: 0,
    changed: false,
    heartbeat: options.leftover ? { stamp: 'left', isSound: true } : undefined,
  };
  let state = startWatch(sample);
  let verdict: Verdict = { kind: 'go-on' };
  let [count, active] = [0, 0];
  for (const { prints, changes, beats, burns = 0, late = 0 } of ticks) {
    count += 1;
    const heartbeat =
      beats === undefined
        ? sample.heartbeat
        : beats === 'gone'
          ? undefined
          : { stamp: `${count}`, isSound: beats === 'sound' };
    sample = {
      now: sample.now + TICK + late,
      printed: sample.printed + (prints ? 1 : 0),
      changed: changes === true,
      processorMs: (sample.processorMs ?? 0) + burns,
      heartbeat,
    };
    const step = watchStep(state, sample, { limits, tickMs: TICK });
    ({ state, verdict } = step);
    if (step.isActive) active += 1;
    if (verdict.kind === 'end') break;
  }
  return { verdict, ticks: count, active };
}

const times = (count: number, ...ticks: Tick[]): Tick[] => Array.from({ length: count }, () => ticks).flat();
const quiet: Tick = {};

describe('an attempt', () => {
  test.each<[string, Tick[], Parameters<typeof watch>[1], Partial<Verdict> & { at?: number }]>([
    [
      'without a sign is idle when the limit is over, not before',
      times(1_000, quiet),
      {},
      { how: 'idle', at: 60 },
    ],
    [
      'that is busy and says nothing is not',
      times(1_000, { burns: 2 }),
      { limits: { softMs: 1e9, hardMs: 1e9 } },
      { kind: 'go-on' },
    ],
    [
      'that does next to nothing is idle',
      times(1_000, { burns: 0.5 }),
      { limits: { softMs: 1e9, hardMs: 1e9 } },
      { how: 'idle', at: 60 },
    ],
    [
      'that was busy once is idle after that',
      [...times(24, { burns: 5 }), ...times(1_000, quiet)],
      { limits: { softMs: 1e9, hardMs: 1e9 } },
      { how: 'idle', at: 84 },
    ],
    [
      'that prints is not',
      times(100, ...times(50, quiet), { prints: true }),
      { limits: { softMs: 1e9, hardMs: 1e9 } },
      { kind: 'go-on' },
    ],
    [
      'that changes files is not',
      times(100, ...times(50, quiet), { changes: true }),
      { limits: { softMs: 1e9, hardMs: 1e9 } },
      { kind: 'go-on' },
    ],
    ['that only beats is', times(1_000, { beats: 'sound' }), {}, { how: 'idle', at: 60 }],
    [
      'that works on and on meets the soft limit',
      times(1_000, { prints: true }),
      {},
      { how: 'over-limit', graceMs: 50, at: 300 },
    ],
    [
      'has no longer grace than the hard limit leaves',
      times(1_000, { prints: true }),
      { limits: { hardMs: 3_020 } },
      { how: 'over-limit', graceMs: 20, at: 300 },
    ],
    [
      'at the hard limit has none',
      times(1_000, { prints: true }),
      { limits: { hardMs: 2_000 } },
      { how: 'over-limit', graceMs: 0, at: 200 },
    ],
    ['that never beats is not held to it', times(59, quiet), {}, { kind: 'go-on' }],
    [
      'that beat once is held to it from then on',
      [...times(20, quiet), { beats: 'sound' }, ...times(100, quiet)],
      {},
      { how: 'heartbeat-lost', at: 27 },
    ],
    ['that beats in time lives', times(10, { beats: 'sound' }, ...times(4, quiet)), {}, { kind: 'go-on' }],
    [
      'whose beats are corrupt from some time on misses them',
      [{ beats: 'sound' }, ...times(100, { beats: 'corrupt' })],
      {},
      { how: 'heartbeat-lost', at: 7 },
    ],
    ['whose beats are all corrupt never beat', times(59, { beats: 'corrupt' }), {}, { kind: 'go-on' }],
    [
      'that takes its heartbeat away misses it',
      [{ beats: 'sound' }, ...times(100, { beats: 'gone' })],
      {},
      { how: 'heartbeat-lost', at: 7 },
    ],
    ['is not held to what was there before', times(59, quiet), { leftover: true }, { kind: 'go-on' }],
    ['is not idle because the machine slept', [{ late: 1e9 }, ...times(58, quiet)], {}, { kind: 'go-on' }],
    [
      'keeps its heartbeat while the machine slept',
      [{ beats: 'sound' }, { late: 1e9 }, ...times(4, quiet)],
      {},
      { kind: 'go-on' },
    ],
  ])('%s', (_, ticks, options, expected) => {
    const { at, ...verdict } = expected;
    const seen = watch(ticks, options);
    expect(seen.verdict).toMatchObject(verdict);
    expect(seen.ticks).toBe(at ?? ticks.length);
  });

  test('is told in a sentence why it ended', () => {
    const { verdict } = watch(times(100, quiet), { limits: { idleMs: 100 } });
    expect(verdict).toMatchObject({
      why: 'It printed nothing, changed no file and used next to no processor time for 0.1 seconds.',
    });
  });
});

describe('whatever an attempt does', () => {
  const tick: fc.Arbitrary<Tick> = fc.record(
    {
      prints: fc.boolean(),
      changes: fc.boolean(),
      beats: fc.constantFrom('sound', 'corrupt', 'gone'),
      late: fc.integer({ min: 0, max: 1_000_000 }),
    },
    { requiredKeys: [] },
  );
  const ticks = fc.array(tick, { maxLength: 600 });

  test('it does not outlast the hard limit, and is not ended without a reason', () => {
    fc.assert(
      fc.property(ticks, (happens) => {
        const { verdict, ticks: count } = watch(happens);
        expect(count * TICK).toBeLessThanOrEqual(LIMITS.hardMs);
        if (verdict.kind === 'go-on') {
          expect(count).toBe(happens.length);
          return;
        }
        expect(verdict.graceMs).toBeLessThanOrEqual(Math.max(0, LIMITS.hardMs - count * TICK));
        const seen = happens.slice(0, count);
        const since = (is: (one: Tick) => boolean) => count - 1 - seen.findLastIndex(is);
        if (verdict.how === 'idle')
          expect(since((one) => one.prints === true || one.changes === true) * TICK).toBeGreaterThanOrEqual(
            LIMITS.idleMs,
          );
        if (verdict.how === 'heartbeat-lost') {
          expect(seen.some(({ beats }) => beats === 'sound')).toBe(true);
          expect(since(({ beats }) => beats === 'sound') * TICK).toBeGreaterThanOrEqual(LIMITS.heartbeatMs);
        }
      }),
    );
  });

  test('how late it is looked at makes no difference', () => {
    fc.assert(
      fc.property(ticks, (happens) => {
        expect(watch(happens)).toEqual(watch(happens.map((one) => ({ ...one, late: 0 }))));
      }),
    );
  });

  test('one that beats more, prints more or is given more time is not ended sooner', () => {
    fc.assert(
      fc.property(ticks, (happens) => {
        const livelier = happens.map((one) => ({ ...one, prints: true, beats: 'sound' as const }));
        expect(watch(livelier).ticks).toBeGreaterThanOrEqual(watch(happens).ticks);
        const limits = { idleMs: 1e9, softMs: 1e9, hardMs: 1e9, heartbeatMs: 1e9 };
        expect(watch(happens, { limits }).verdict).toEqual({ kind: 'go-on' });
      }),
    );
  });
});
