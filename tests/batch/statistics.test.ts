import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { batchStats, type CountedBatch, calibrationFor } from '../../src/batch/report/statistics/index.ts';
import { makeDocument } from '../../src/operations/index.ts';
import { journalOf } from '../support/batch_events.ts';
import { atMinute, phaseDone, runAtNoon } from '../support/batch_journal.ts';
import { manifestOf } from '../support/batch_manifest.ts';
import { documentFaults } from '../support/documents.ts';
import { attemptRed, gateGreen, reportOf } from '../support/report_facts.ts';

type Task = {
  readonly minutes: number;
  readonly hours?: number;
  readonly complexity?: string;
  /** How many attempts failed before. */
  readonly red?: number;
  readonly executor?: string;
  readonly gate?: object;
};

/** A batch of phases that are done one after the other. */
function batchOf(number: number, tasks: readonly Task[]): CountedBatch {
  const ids = tasks.map((_, place) => `${place + 1}`);
  const hours = tasks.map((task) => task.hours ?? 1);
  const plain = manifestOf({ ids, dependencies: ids.map(() => []), hours, files: ids.map((id) => [id]) });
  const manifest = { ...plain, batch: number };
  let from = 0;
  const events = tasks.flatMap(({ minutes, red = 0, executor = 'claude', gate = {} }, place) => {
    const id = `${place + 1}`;
    const failed = Array.from({ length: red }, (_, at) => attemptRed(id, at + 1, { from: from++ })).flat();
    const done = phaseDone(id, { from, minutes, gates: [gateGreen(id, 1, gate)] });
    from += minutes;
    return [
      ...failed,
      ...done.map((event) => ({
        ...event,
        ...(event.event === 'gate-ended' ? { at: atMinute(from) } : {}),
        ...('attempt' in event ? { attempt: red + 1 } : {}),
        ...(event.event === 'attempt-started' ? { executor } : {}),
      })),
    ] as Partial<BatchEvent>[];
  });
  const all = [runAtNoon(), ...events];
  const complexity = new Map(
    tasks.flatMap((task, place) => (task.complexity ? [[`${place + 1}`, task.complexity]] : [])),
  );
  const report = reportOf(manifest, all, { plan: { complexity, serves: new Map(), requirement: [] } });
  return { report, events: journalOf(all), isArchived: false };
}

const times = (count: number, task: Task) => Array.from({ length: count }, () => task);
const statsOf = (...batches: readonly CountedBatch[]) => batchStats(batches, []);

describe('over all batches', () => {
  test('[promise:stats-five] nothing is concluded from fewer than five', () => {
    const few = statsOf(batchOf(1, times(4, { minutes: 30, red: 1 })));
    expect(few.firstTry).toEqual({ done: 4, first: 0, rate: null });
    expect(few.bias).toEqual([
      { complexity: null, n: 4, ratio: null },
      { complexity: 'none', n: 4, ratio: null },
    ]);
    expect(few.advice).toEqual([]);
    expect(few.trend).toEqual([]);
    expect(few.gates.some(({ neverFails }) => neverFails)).toBe(false);
    const enough = statsOf(batchOf(1, times(5, { minutes: 30, red: 1 })));
    expect(enough.firstTry.rate).toBe(0);
    expect(enough.bias[0]?.ratio).not.toBeNull();
    expect(enough.advice.map(({ n }) => n).every((n) => n >= 5)).toBe(true);
    expect(documentFaults(makeDocument('orchestrator.batch-stats/1', enough))).toBe('');
    expect(documentFaults(makeDocument('orchestrator.batch-stats/1', statsOf()))).toBe('');
  });

  test('the bias of estimates is the geometric mean of actual over estimate, by complexity, with its n', () => {
    const low = times(5, { minutes: 60, hours: 2, complexity: 'low' });
    const high = [
      ...times(3, { minutes: 120, hours: 1, complexity: 'high' }),
      ...times(3, { minutes: 480, hours: 1, complexity: 'high' }),
    ];
    const { bias } = statsOf(batchOf(1, low), batchOf(2, high));
    expect(bias.map(({ complexity, n }) => [complexity, n])).toEqual([
      [null, 11],
      ['low', 5],
      ['high', 6],
    ]);
    expect(bias[1]?.ratio).toBeCloseTo(0.5);
    expect(bias[2]?.ratio).toBeCloseTo(4);
    expect(bias[0]?.ratio).toBeCloseTo((0.5 ** 5 * 4 ** 6) ** (1 / 11));
    expect(calibrationFor(bias, 'low')).toMatchObject({ n: 5, of: 'low' });
    // Of this one too few are done: that of all.
    expect(calibrationFor(bias, 'medium')).toMatchObject({ n: 11, of: null });
    expect(calibrationFor([], 'low')).toBeUndefined();
  });

  test('a gate never fails that was green before the change as well, in five runs', () => {
    const own = { command: 'npm run lint' };
    const baseline = (result: string) =>
      ({
        event: 'baseline',
        command: own.command,
        tree: 'f'.repeat(40),
        result,
        seconds: 1,
      }) as Partial<BatchEvent>;
    const batch = batchOf(1, times(5, { minutes: 1, gate: own }));
    const with_ = (result: string) => ({
      ...batch,
      events: [...batch.events, ...journalOf([baseline(result)])],
    });
    expect(statsOf(with_('green')).gates).toMatchObject([
      { command: 'npm run lint', runs: 6, red: 0, neverFails: true },
    ]);
    expect(
      statsOf(with_('green'))
        .advice.map(({ what }) => what)
        .join(),
    ).toContain('npm run lint');
    const evidenceOf = (counted: CountedBatch) =>
      statsOf(counted).advice.find(({ what }) => what.includes('npm run lint'))?.evidence;
    expect(evidenceOf(with_('green'))).toBe('green in all 6 runs, before the change as well (batch 1)');
    expect(evidenceOf(batch)).toBe('green in all 5 runs (batch 1)');
    expect(statsOf(with_('red')).gates).toMatchObject([{ runs: 6, red: 1, neverFails: false }]);
  });

  test('what failed often, and phases that took long, come with what to do and what shows it', () => {
    const { failures, advice, slow } = statsOf(
      batchOf(1, [...times(5, { minutes: 10, red: 1 }), { minutes: 100 }]),
    );
    expect(failures).toEqual([{ kind: 'gate', words: 'a gate is red', count: 5, phases: 5, batches: [1] }]);
    expect(slow[0]).toMatchObject({ batch: 1, phase: '6', seconds: 6000 });
    const said = advice.map(({ evidence }) => evidence);
    expect(said).toContain('5 attempts at 5 phases: a gate is red (batch 1)');
    expect(said.join()).toMatch(/1 phase took more than three times the median of .*: 1\/6 1 h 40 min/u);
  });

  test('the newer half is held against the older', () => {
    const { trend } = statsOf(
      batchOf(1, times(6, { minutes: 20, red: 1 })),
      batchOf(2, times(5, { minutes: 10 })),
    );
    expect(trend.find(({ of }) => of === 'first-try')).toEqual({
      of: 'first-try',
      before: 0,
      after: 1,
      nBefore: 6,
      nAfter: 5,
    });
    expect(trend.find(({ of }) => of === 'seconds')?.after).toBe(600);
    expect(trend.find(({ of }) => of === 'tokens')).toBeUndefined();
  });

  test('what was played from a tape says nothing of time, and is counted apart', () => {
    const played = statsOf(batchOf(1, times(6, { minutes: 1, executor: 'replay' })));
    expect(played.totals).toMatchObject({ batches: 0, done: 0, attempts: 0, rehearsed: 6 });
    expect(played.firstTry.done).toBe(0);
    expect([played.bias, played.gates, played.slow, played.advice]).toEqual([[], [], [], []]);
  });
});
