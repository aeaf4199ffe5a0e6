import { indexSet } from './index_set.ts';
import type { PlanGraph } from './plan_graph.ts';

/** The order in which a plan's phases can go, and the earliest end of each. */
export type PhaseOrder = {
  /**
   * The phases in topological order; among those whose dependencies are all placed, the first of the document comes next. Phases
   * in a cycle, and those that depend on one, can never go and are left out.
   */
  readonly order: Int32Array;
  /** For each phase, its place in `order`; -1 for one that is left out. */
  readonly position: Int32Array;
  /** For each phase, its stage, counted from 0; -1 for one that is left out. */
  readonly stageOf: Int32Array;
  readonly stageCount: number;
  /** For each phase, the earliest second at which it can end, with no limit but its dependencies. */
  readonly earliestEnd: Float64Array;
};

/** Orders the phases: Kahn's algorithm, in one pass over phases and edges. */
export function phaseOrder(graph: PlanGraph): PhaseOrder {
  const { size, seconds, needs, neededBy } = graph;
  const order = new Int32Array(size);
  const position = new Int32Array(size).fill(-1);
  const stageOf = new Int32Array(size);
  const earliestEnd = new Float64Array(size);
  const waitsFor = new Int32Array(size);
  const ready = indexSet(size);
  for (let phase = 0; phase < size; phase++) {
    const count = (needs.starts[phase + 1] as number) - (needs.starts[phase] as number);
    waitsFor[phase] = count;
    if (count === 0) ready.add(phase);
  }
  let done = 0;
  let stageCount = 0;
  for (let phase = ready.takeSmallest(); phase >= 0; phase = ready.takeSmallest()) {
    position[phase] = done;
    order[done++] = phase;
    const stage = (stageOf[phase] as number) + 1;
    if (stage > stageCount) stageCount = stage;
    // Until here it held the earliest start: the latest end among the dependencies.
    const end = (earliestEnd[phase] as number) + (seconds[phase] as number);
    earliestEnd[phase] = end;
    const last = neededBy.starts[phase + 1] as number;
    for (let edge = neededBy.starts[phase] as number; edge < last; edge++) {
      const next = neededBy.targets[edge] as number;
      if ((stageOf[next] as number) < stage) stageOf[next] = stage;
      if ((earliestEnd[next] as number) < end) earliestEnd[next] = end;
      const left = (waitsFor[next] as number) - 1;
      waitsFor[next] = left;
      if (left === 0) ready.add(next);
    }
  }
  if (done < size) leaveOut(position, stageOf, earliestEnd);
  return { order: order.subarray(0, done), position, stageOf, stageCount, earliestEnd };
}

/** The phases of each stage, in document order. */
export function stagesOf({ stageOf, stageCount }: PhaseOrder): number[][] {
  const stages = Array.from({ length: stageCount }, (): number[] => []);
  stageOf.forEach((stage, phase) => {
    stages[stage]?.push(phase);
  });
  return stages;
}

/** Resets phases that cannot go: a stage set by a dependency that can go means nothing for them. */
function leaveOut(position: Int32Array, stageOf: Int32Array, earliestEnd: Float64Array): void {
  position.forEach((place, phase) => {
    if (place >= 0) return;
    stageOf[phase] = -1;
    earliestEnd[phase] = Number.NaN;
  });
}
