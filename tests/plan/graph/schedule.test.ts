import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chooseNext,
  type PlanGraphInput,
  phaseOrder,
  planGraph,
  planTotals,
  precedence,
  simulate,
  simulateWithin,
  touchedFiles,
  usefulWorkers,
} from '../../../src/plan/graph/index.ts';
import { describeLarge, times } from '../../support/cases.ts';
import { plans, shareAPath } from '../../support/plan_graphs.ts';

const plan = (phases: [needs: number[], hours?: number, files?: string[]][]): PlanGraphInput => ({
  ids: phases.map((_, phase) => String(phase + 1)),
  dependencies: phases.map(([needs]) => needs),
  hours: phases.map(([, hours]) => hours),
  files: phases.map(([, , files]) => files ?? []),
});
const prepared = (input: PlanGraphInput) => {
  const graph = planGraph(input);
  const order = phaseOrder(graph);
  return { graph, order, work: { precedence: precedence(graph, order), touched: touchedFiles(input.files) } };
};
const scheduled = (input: PlanGraphInput, workers: number) => {
  const { graph, order, work } = prepared(input);
  return simulate(graph, order, work, workers);
};
const usefulFor = (input: PlanGraphInput) => {
  const { graph, order, work } = prepared(input);
  return usefulWorkers(graph, order, work);
};

/** Eight tasks of three minutes, two of them in sequence first. */
const EIGHT = plan([
  [[], 0.05],
  [[0], 0.05],
  ...Array.from({ length: 6 }, (): [number[], number] => [[1], 0.05]),
]);
const inMinutes = (hours: number) => Math.round(hours * 60);

describe('a schedule', () => {
  test('eight tasks of three minutes, two of them in sequence first, with so many workers', () => {
    const minutes = [1, 2, 3, 4, 6, 8].map((workers) => inMinutes(scheduled(EIGHT, workers).hours));
    expect(minutes).toEqual([24, 15, 12, 12, 9, 9]);
    expect(usefulFor(EIGHT)).toBe(6);
  });

  test('eight tasks of three minutes, the second of them beside three others: 24 minutes, 9 with four workers', () => {
    const needs = [[], [0], [0], [0], [0], [1], [1], [1]];
    const input = plan(needs.map((list) => [list, 0.05]));
    expect([1, 4].map((workers) => inMinutes(scheduled(input, workers).hours))).toEqual([24, 9]);
    expect(usefulFor(input)).toBe(4);
  });

  test('who starts when, and how busy the workers are', () => {
    const schedule = scheduled(
      plan([
        [[], 1],
        [[0], 2],
        [[0], 1],
        [[1, 2], 1],
      ]),
      2,
    );
    expect(schedule).toEqual({
      workers: 2,
      hours: 4,
      starts: Float64Array.of(0, 1, 1, 3),
      ends: Float64Array.of(1, 3, 2, 4),
      mostAtOnce: 2,
      busy: 5 / 8,
    });
  });

  test('the longest way to the end goes first, then the first of the document', () => {
    expect([
      ...scheduled(
        plan([
          [[], 1],
          [[], 1],
          [[], 2],
        ]),
        1,
      ).starts,
    ]).toEqual([2, 3, 0]);
  });

  test('phases that touch the same file never run together, others go on meanwhile', () => {
    const { starts, mostAtOnce } = scheduled(
      plan([
        [[], 3, ['src/']],
        [[], 2, ['src/a']],
        [[], 1, ['src/b']],
        [[], 1, ['doc/']],
      ]),
      3,
    );
    expect([...starts]).toEqual([0, 3, 3, 0]);
    expect(mostAtOnce).toBe(2);
  });

  test('phases that can never go have no times', () => {
    const schedule = scheduled(
      plan([
        [[0], 1],
        [[], 2],
        [[0], 1],
      ]),
      2,
    );
    expect([...schedule.starts]).toEqual([Number.NaN, 0, Number.NaN]);
    expect(schedule.hours).toBe(2);
  });

  test('a plan without phases, or without hours', () => {
    expect(scheduled(plan([]), 4)).toMatchObject({ hours: 0, busy: 0, mostAtOnce: 0 });
    expect(usefulFor(plan([]))).toBe(0);
    expect(
      scheduled(
        plan([
          [[], 0],
          [[0], 0],
        ]),
        4,
      ),
    ).toMatchObject({ hours: 0, busy: 0, mostAtOnce: 1 });
    expect(
      usefulFor(
        plan([
          [[], 0],
          [[], 0],
        ]),
      ),
    ).toBe(1);
  });

  test('random plans: the same as starting by looking through all phases at every event', () => {
    fc.assert(
      fc.property(plans({ cyclic: false }), fc.integer({ min: 1, max: 5 }), (input, workers) => {
        const { graph, order, work } = prepared(input);
        const schedule = simulate(graph, order, work, workers);
        const hours = [...graph.seconds].map((seconds) => seconds / 3600);
        const expected = slowly(input, hours, workers);
        expect([...schedule.starts]).toEqual(expected);
        expect(schedule.hours).toBe(
          Math.max(0, ...expected.map((start, phase) => start + (hours[phase] ?? 0))),
        );
        const { total, critical } = planTotals(graph, order).hours;
        expect(schedule.hours).toBeGreaterThanOrEqual(Math.max(critical, total / workers) - 1e-9);
        const firsts = chooseNext(work, {
          ready: input.ids
            .map((_, phase) => phase)
            .filter((phase) => input.dependencies[phase]?.length === 0),
          running: [],
          free: workers,
        });
        expect(firsts.every((phase) => schedule.starts[phase] === 0)).toBe(true);
        expect(schedule.mostAtOnce).toBeGreaterThanOrEqual(firsts.length);
      }),
      times(10_000),
    );
  });

  /** The definition of the schedule, written down plainly. */
  function slowly(
    { dependencies, files }: PlanGraphInput,
    hours: readonly number[],
    workers: number,
  ): number[] {
    const rest = (phase: number): number =>
      (hours[phase] ?? 0) +
      Math.max(0, ...hours.map((_, next) => (dependencies[next]?.includes(phase) ? rest(next) : 0)));
    const best = [...hours.keys()].sort((a, b) => rest(b) - rest(a) || a - b);
    const starts = hours.map(() => Number.NaN);
    const endOf = (phase: number) => (starts[phase] ?? 0) + (hours[phase] ?? 0);
    const done = new Set<number>();
    const running = new Set<number>();
    const collide = (one: number, other: number) =>
      files[one]?.some((file) => files[other]?.some((another) => shareAPath(file, another)));
    for (let now = 0; done.size < hours.length; now = Math.min(...[...running].map(endOf))) {
      for (const phase of running) if (endOf(phase) === now && running.delete(phase)) done.add(phase);
      for (const phase of best) {
        const isReady = Number.isNaN(starts[phase]) && dependencies[phase]?.every((each) => done.has(each));
        if (!isReady || running.size >= workers || [...running].some((other) => collide(phase, other)))
          continue;
        starts[phase] = now;
        running.add(phase);
      }
    }
    return starts;
  }
});

describe('choosing what to start', () => {
  const work = prepared(
    plan([
      [[], 1, ['a']],
      [[], 2, ['a', 'b']],
      [[], 3, ['c']],
      [[], 4, ['b']],
      [[], 5, []],
    ]),
  ).work;

  test('by precedence, as many as are free, past those whose files are taken', () => {
    expect(chooseNext(work, { ready: [0, 1, 2, 3, 4], running: [], free: 9 })).toEqual([4, 3, 2, 0]);
    expect(chooseNext(work, { ready: [0, 1, 2, 3, 4], running: [], free: 2 })).toEqual([4, 3]);
    expect(chooseNext(work, { ready: [1, 0], running: [3], free: 2 })).toEqual([0]);
    expect(chooseNext(work, { ready: [0, 1], running: [2], free: 2 })).toEqual([1]);
    expect(chooseNext(work, { ready: [0, 1], running: [], free: 0 })).toEqual([]);
    expect(chooseNext(work, { ready: [], running: [], free: 3 })).toEqual([]);
  });
});

describe('where more workers stop paying', () => {
  test('one for a chain, all for phases side by side', () => {
    expect(
      usefulFor(
        plan([
          [[], 1],
          [[0], 1],
          [[1], 1],
        ]),
      ),
    ).toBe(1);
    expect(
      usefulFor(
        plan([
          [[], 1],
          [[], 1],
          [[], 1],
        ]),
      ),
    ).toBe(3);
    expect(
      usefulFor(
        plan([
          [[], 3],
          [[], 1],
          [[], 1],
          [[], 1],
        ]),
      ),
    ).toBe(2);
  });

  test('phases that all touch one file need one worker', () => {
    expect(
      usefulFor(
        plan([
          [[], 1, ['a']],
          [[], 1, ['a']],
          [[], 1, ['a']],
        ]),
      ),
    ).toBe(1);
  });

  test('it is the smallest number that no larger one beats', () => {
    fc.assert(
      fc.property(plans({ cyclic: false }), (input) => {
        const size = input.ids.length;
        const hours = Array.from({ length: size }, (_, at) => scheduled(input, at + 1).hours);
        expect(usefulFor(input)).toBe(size === 0 ? 0 : hours.indexOf(Math.min(...hours)) + 1);
      }),
      times(2000),
    );
  });

  test('by halving where many numbers come into question', () => {
    const wide = plan(Array.from({ length: 500 }, (_, phase) => [[], phase === 0 ? 10 : 1]));
    expect(usefulFor(wide)).toBe(51);
    const equal = plan(Array.from({ length: 500 }, (_, phase) => [phase < 300 ? [] : [phase - 300], 1]));
    expect(usefulFor(equal)).toBe(250);
    expect(scheduled(equal, 250).hours).toBe(2);
    expect(scheduled(equal, 249).hours).toBe(3);
  });
});

describeLarge('large schedules', () => {
  const SIZE = 100_000;

  test('a chain, and phases that all wait for one file', () => {
    const chain = plan(Array.from({ length: SIZE }, (_, phase) => [phase === 0 ? [] : [phase - 1], 1]));
    expect(scheduled(chain, 4).hours).toBe(SIZE);
    const same = plan(Array.from({ length: SIZE }, () => [[], 1, ['a']]));
    expect(scheduled(same, 4)).toMatchObject({ hours: SIZE, mostAtOnce: 1, busy: 0.25 });
  });

  test('phases side by side under a folder that some take as a whole', () => {
    const input = plan(
      Array.from({ length: SIZE }, (_, phase) => [[], 1, [phase % 1000 === 0 ? 'src/' : `src/${phase}`]]),
    );
    expect(scheduled(input, Number.POSITIVE_INFINITY).hours).toBe(101);
  });
});

describe('within a quota', () => {
  const within = (input: PlanGraphInput, workers: number, seconds: number, starts: number) => {
    const { graph, order, work } = prepared(input);
    const quotas = { quotas: [{ seconds, starts }], quotaOf: () => 0 };
    return simulateWithin(graph, order, work, { workers, ...quotas });
  };
  const four = plan([
    [[], 1],
    [[], 1],
    [[], 1],
    [[], 1],
  ]);

  test('as many start as may, and the others in the next window', () => {
    const { hours, waves } = within(four, 4, 5 * 3600, 3);
    expect(hours).toBe(6);
    expect(waves).toEqual([
      { quota: 0, phases: [0, 1, 2], starts: 0, ends: 1, over: 5, waits: 5 },
      { quota: 0, phases: [3], starts: 5, ends: 6, over: 10, waits: 0 },
    ]);
  });

  test('nobody waits for a window who waits for a place anyway, and a window opens with a start', () => {
    const { hours, waves } = within(four, 1, 2 * 3600, 2);
    expect(hours).toBe(4);
    expect(waves.map(({ starts, waits }) => [starts, waits])).toEqual([
      [0, 0],
      [2, 0],
    ]);
  });

  test('a phase that is turned away leaves its files to one that has no quota', () => {
    const { graph, order, work } = prepared(
      plan([
        [[], 1],
        [[], 9, ['a']],
        [[], 1, ['a']],
      ]),
    );
    const quotas = {
      quotas: [{ seconds: 4 * 3600, starts: 1 }],
      quotaOf: (phase: number) => (phase < 2 ? 0 : -1),
    };
    // Phase 2 goes first, as the longest; 1 is turned away for four hours, and 3 waits for the file.
    const { hours, waves } = simulateWithin(graph, order, work, { workers: 2, ...quotas });
    expect(hours).toBe(10);
    expect(waves.map(({ phases, starts, waits }) => [phases, starts, waits])).toEqual([
      [[1], 0, 4],
      [[0], 4, 0],
    ]);
  });

  test('that is never used up it goes as without', () => {
    fc.assert(
      fc.property(plans({ cyclic: false }), fc.integer({ min: 1, max: 5 }), (input, workers) => {
        const { hours, waves } = within(input, workers, 3600, 1_000_000);
        expect(hours).toBe(scheduled(input, workers).hours);
        expect(waves.every(({ waits }) => waits === 0)).toBe(true);
      }),
      times(50),
    );
  });

  test('no window ever has more starts than it may, whatever the plan', () => {
    fc.assert(
      fc.property(
        plans({ cyclic: false }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (input, workers, starts) => {
          const { waves } = within(input, workers, 1800, starts);
          expect(waves.every(({ phases }) => phases.length >= 1 && phases.length <= starts)).toBe(true);
          for (const [place, wave] of waves.entries()) {
            const before = waves[place - 1];
            if (before) expect(wave.starts).toBeGreaterThanOrEqual(before.over - 1e-9);
          }
          expect(waves.flatMap(({ phases }) => phases).toSorted((a, b) => a - b)).toEqual(
            input.ids.map((_, phase) => phase),
          );
        },
      ),
      times(50),
    );
  });
});
