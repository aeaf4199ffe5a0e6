import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  criticalPath,
  cycles,
  type PlanGraphInput,
  phaseOrder,
  planGraph,
  planTotals,
  stagesOf,
} from '../../../src/plan/graph/index.ts';
import { describeLarge, times } from '../../support/cases.ts';
import { dependsOn, plans } from '../../support/plan_graphs.ts';

const plan = (
  dependencies: number[][],
  hours: (number | undefined)[] = dependencies.map(() => 1),
): PlanGraphInput => ({
  ids: dependencies.map((_, phase) => String(phase + 1)),
  dependencies,
  hours,
  files: dependencies.map(() => []),
});
const measured = (input: PlanGraphInput) => {
  const graph = planGraph(input);
  const order = phaseOrder(graph);
  return { graph, order, path: criticalPath(graph, order), totals: planTotals(graph, order) };
};
const cyclesOf = (input: PlanGraphInput) => cycles(planGraph(input), phaseOrder(planGraph(input)));

describe('stages, order and critical path', () => {
  test('a plan with two phases side by side', () => {
    const { order, path, totals } = measured(plan([[], [0], [0], [1, 2]], [1, 2, 2.5, 1]));
    expect(stagesOf(order)).toEqual([[0], [1, 2], [3]]);
    expect([...order.order]).toEqual([0, 1, 2, 3]);
    expect([...order.position]).toEqual([0, 1, 2, 3]);
    expect(path).toEqual({ phases: [0, 2, 3], hours: 4.5 });
    expect(totals).toEqual({
      phases: 4,
      stages: 3,
      maxParallel: 2,
      hours: { total: 6.5, critical: 4.5 },
      assumed: { phases: 0, hours: 1 },
    });
  });

  test('a plan without phases', () => {
    const { order, path, totals } = measured(plan([]));
    expect(stagesOf(order)).toEqual([]);
    expect(path).toEqual({ phases: [], hours: 0 });
    expect(totals).toMatchObject({ phases: 0, stages: 0, maxParallel: 0, hours: { total: 0, critical: 0 } });
  });

  test('the order is the one of the document wherever dependencies leave it free', () => {
    expect([...measured(plan([[2], [], [], []])).order.order]).toEqual([1, 2, 0, 3]);
  });

  test('of equally long paths, the one that ends and goes back first in the document is critical', () => {
    expect(measured(plan([[], [], [1, 0], [0, 1]])).path).toEqual({ phases: [0, 2], hours: 2 });
  });

  test('sums of hours are exact', () => {
    const { totals } = measured(plan([[], [0], [1]], [0.1, 0.2, 0.3]));
    expect(totals.hours).toEqual({ total: 0.6, critical: 0.6 });
  });

  test('a phase without hours takes the lower median of the others', () => {
    const { totals } = measured(plan([[], [], [], [], []], [5, 1, undefined, 2, 3]));
    expect(totals).toMatchObject({ assumed: { phases: 1, hours: 2 }, hours: { total: 13, critical: 5 } });
    expect(measured(plan([[], []], [undefined, Number.NaN])).totals).toMatchObject({
      assumed: { phases: 2, hours: 1 },
      hours: { total: 2 },
    });
    expect(measured(plan([[], []], [-1, 4])).totals).toMatchObject({ assumed: { phases: 1, hours: 4 } });
  });

  test('hours beyond a million count as a million', () => {
    expect(measured(plan([[]], [Number.POSITIVE_INFINITY])).totals.hours.total).toBe(1_000_000);
  });

  test('a dependency on a phase that is not there is a bug of the caller', () => {
    for (const wrong of [[1], [-1]]) expect(() => planGraph(plan([wrong]))).toThrow(RangeError);
  });

  test('phases in a cycle and behind one are left out', () => {
    const { order, path, totals } = measured(plan([[], [0, 2], [1], [2], [0]], [1, 1, 1, 1, 2]));
    expect([...order.order]).toEqual([0, 4]);
    expect([...order.position]).toEqual([0, -1, -1, -1, 1]);
    expect([...order.stageOf]).toEqual([0, -1, -1, -1, 1]);
    expect([...order.earliestEnd]).toEqual([3600, Number.NaN, Number.NaN, Number.NaN, 10800]);
    expect(path).toEqual({ phases: [0, 4], hours: 3 });
    expect(totals).toMatchObject({ phases: 5, stages: 2, maxParallel: 1, hours: { total: 6, critical: 3 } });
  });

  test('random plans are as a plain reading of the definitions says', () => {
    fc.assert(fc.property(plans({ cyclic: true }), agreesWithDefinitions), times(5000));
    fc.assert(fc.property(plans({ cyclic: false }), agreesWithDefinitions), times(5000));
  });

  function agreesWithDefinitions(input: PlanGraphInput): void {
    const { graph, order, path, totals } = measured(input);
    const closure = dependsOn(input);
    const can = input.ids.map(
      (_, phase) => !closure.some((row, at) => row[at] && (at === phase || closure[phase]?.[at])),
    );
    const stage = (phase: number): number =>
      1 + Math.max(-1, ...(input.dependencies[phase] ?? []).map((each) => stage(each)));
    const end = (phase: number): number =>
      (graph.seconds[phase] as number) / 3600 + Math.max(0, ...(input.dependencies[phase] ?? []).map(end));
    const able = [...can.keys()].filter((phase) => can[phase]);
    expect([...order.stageOf]).toEqual(can.map((ok, phase) => (ok ? stage(phase) : -1)));
    expect([...order.order]).toEqual(smallestOrder(input, able));
    expect(stagesOf(order).flat().sort()).toEqual(able);
    expect(path.hours).toBe(Math.max(0, ...able.map(end)));
    expect(path.phases.reduce((sum, phase) => sum + (graph.seconds[phase] as number) / 3600, 0)).toBe(
      path.hours,
    );
    path.phases.forEach((phase, at) => {
      const before = path.phases[at - 1];
      if (before === undefined) expect(input.dependencies[phase]).toEqual([]);
      else expect(input.dependencies[phase]).toContain(before);
    });
    expect(totals.maxParallel).toBe(
      Math.max(0, ...able.map((phase) => able.filter((other) => stage(other) === stage(phase)).length)),
    );
  }

  /** Looks again and again for the first phase of the document that can come next. */
  function smallestOrder({ dependencies }: PlanGraphInput, able: readonly number[]): number[] {
    const found: number[] = [];
    while (found.length < able.length)
      found.push(
        able.find(
          (phase) => !found.includes(phase) && dependencies[phase]?.every((each) => found.includes(each)),
        ) ?? -1,
      );
    return found;
  }
});

describe('cycles', () => {
  test('two separate ones are two', () => {
    expect(cyclesOf(plan([[1], [0], [], [4], [5], [3, 2]]))).toEqual([
      { path: [0, 1, 0], members: [0, 1] },
      { path: [3, 4, 5, 3], members: [3, 4, 5] },
    ]);
  });

  test('a phase that depends on itself', () => {
    expect(cyclesOf(plan([[], [1, 0]]))).toEqual([{ path: [1, 1], members: [1] }]);
  });

  test('of a component, the shortest is shown, from its first phase on', () => {
    expect(cyclesOf(plan([[1], [2], [3, 1], [0]]))).toEqual([{ path: [1, 2, 1], members: [0, 1, 2, 3] }]);
    expect(cyclesOf(plan([[2, 1], [0], [0]]))).toEqual([{ path: [0, 1, 0], members: [0, 1, 2] }]);
  });

  test('none where there is none', () => {
    expect(cyclesOf(plan([[], [0, 0], [1, 0]]))).toEqual([]);
  });

  test('random plans: each component once, by a real and shortest path', () => {
    fc.assert(
      fc.property(plans({ cyclic: true }), (input) => {
        const closure = dependsOn(input);
        const inCycle = [...closure.keys()].filter((phase) => closure[phase]?.[phase]);
        const components = new Set(
          inCycle.map((phase) =>
            inCycle.filter((other) => closure[phase]?.[other] && closure[other]?.[phase]).join(),
          ),
        );
        const found = cyclesOf(input);
        expect(found.map(({ members }) => members.join())).toEqual([...components]);
        for (const { path, members } of found) {
          expect(path[0]).toBe(path.at(-1));
          expect(path.slice(1).every((to, at) => input.dependencies[path[at] as number]?.includes(to))).toBe(
            true,
          );
          expect(path.slice(1)).toHaveLength(girth(input, members));
          expect(new Set(path).size).toBe(path.length - 1);
          expect(path[0]).toBe(Math.min(...path));
        }
      }),
      times(10_000),
    );
  });

  /** The shortest closed walk within some phases, by powers of the adjacency matrix. */
  function girth({ dependencies }: PlanGraphInput, members: readonly number[]): number {
    let walks = members.map((from) => new Set([from]));
    for (let length = 1; length <= members.length; length++) {
      walks = walks.map(
        (ends) =>
          new Set([...ends].flatMap((end) => dependencies[end] ?? []).filter((to) => members.includes(to))),
      );
      if (walks.some((ends, at) => ends.has(members[at] as number))) return length;
    }
    return Number.POSITIVE_INFINITY;
  }
});

describeLarge('large plans', () => {
  const SIZE = 100_000;
  const chain = Array.from({ length: SIZE }, (_, phase) => (phase === 0 ? [] : [phase - 1]));

  test('a chain of 100,000 phases, either way round', () => {
    for (const dependencies of [
      chain,
      [...chain].reverse().map((_, at) => (at === SIZE - 1 ? [] : [at + 1])),
    ]) {
      const { order, path } = measured(plan(dependencies));
      expect(order.stageCount).toBe(SIZE);
      expect(path.phases).toHaveLength(SIZE);
      expect(path.hours).toBe(SIZE);
    }
  });

  test('a cycle of 100,000 phases', () => {
    const [cycle, ...others] = cyclesOf(plan([[SIZE - 1], ...chain.slice(1)]));
    expect(others).toEqual([]);
    expect(cycle?.members).toHaveLength(SIZE);
    expect(cycle?.path.slice(0, 3)).toEqual([0, SIZE - 1, SIZE - 2]);
    expect(cycle?.path).toHaveLength(SIZE + 1);
  });

  test('50,000 cycles of two', () => {
    expect(cyclesOf(plan(chain.map((_, phase) => [phase ^ 1])))).toHaveLength(SIZE / 2);
  });

  test('every phase on every other, where cycles are exponentially many', () => {
    const all = Array.from({ length: 300 }, (_, phase) => phase);
    expect(cyclesOf(plan(all.map((phase) => all.filter((other) => other !== phase))))).toEqual([
      { path: [0, 1, 0], members: all },
    ]);
  });
});
