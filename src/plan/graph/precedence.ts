import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';

/** Which phase goes first when several could: the one with the longest way to the end, then the first of the document. */
export type Precedence = {
  /** All phases, the one that goes first first. */
  readonly phases: Int32Array;
  /** For each phase, its place among them. */
  readonly rank: Int32Array;
};

/** The precedence of a plan's phases. Those that can never go come last. */
export function precedence(graph: PlanGraph, order: PhaseOrder): Precedence {
  const remaining = remainingSeconds(graph, order);
  const phases = Int32Array.from({ length: graph.size }, (_, phase) => phase).sort(
    (a, b) => (remaining[b] as number) - (remaining[a] as number) || a - b,
  );
  const rank = new Int32Array(graph.size);
  phases.forEach((phase, place) => {
    rank[phase] = place;
  });
  return { phases, rank };
}

/** For each phase, the longest way from its start to the end of the plan; -1 for one that can never go. */
export function remainingSeconds(
  { size, seconds, neededBy }: PlanGraph,
  { order }: PhaseOrder,
): Float64Array {
  const remaining = new Float64Array(size).fill(-1);
  for (let place = order.length - 1; place >= 0; place--) {
    const phase = order[place] as number;
    let longest = 0;
    const end = neededBy.starts[phase + 1] as number;
    for (let edge = neededBy.starts[phase] as number; edge < end; edge++) {
      const after = remaining[neededBy.targets[edge] as number] as number;
      if (after > longest) longest = after;
    }
    remaining[phase] = longest + (seconds[phase] as number);
  }
  return remaining;
}
