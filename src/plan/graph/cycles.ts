import { targetsOf } from './adjacency.ts';
import { cyclicComponents } from './components.ts';
import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';

/** Phases that all depend on each other, and the shortest way to see it. */
export type Cycle = {
  /** Each phase depends on the next; the first is repeated at the end. */
  readonly path: readonly number[];
  /** Every phase of the strongly connected component, in document order. */
  readonly members: readonly number[];
};

/** Most edges that are followed, in all components together, to look for a shorter cycle than the first one found. */
const MAX_STEPS = 1_000_000;

/**
 * One shortest cycle for each strongly connected component, in document order. All elementary cycles would be
 * exponentially many.
 *
 * Among equally short cycles it is the one that starts with the first phase of the document, and continues with the first. In
 * components so large that not every start can be tried within {@link MAX_STEPS}, it is the shortest of those through the
 * members that were tried; the first one is always among them.
 */
export function cycles(graph: PlanGraph, order: PhaseOrder): Cycle[] {
  if (order.order.length === graph.size) return [];
  const component = new Int32Array(graph.size).fill(-1);
  const components = cyclicComponents(graph, order);
  components.forEach((members, index) => {
    for (const member of members) component[member] = index;
  });
  const search: Search = {
    dependencies: (phase) =>
      targetsOf(graph.needs, phase)
        .filter((next) => component[next] === component[phase])
        .sort(),
    cameFrom: new Int32Array(graph.size),
    seenBy: new Int32Array(graph.size).fill(-1),
    stepsLeft: MAX_STEPS,
  };
  return components.map((members) => ({ path: shortestCycle(search, members), members }));
}

type Search = {
  /** The dependencies within the same component, in document order. */
  readonly dependencies: (phase: number) => Int32Array;
  readonly cameFrom: Int32Array;
  /** For each phase, the start that reached it last: saves clearing between searches. */
  readonly seenBy: Int32Array;
  stepsLeft: number;
};

function shortestCycle(search: Search, members: readonly number[]): number[] {
  let best: number[] | undefined;
  for (const start of members) {
    if (best !== undefined && (best.length === 2 || search.stepsLeft <= 0)) break;
    best = cycleThrough(search, start, best?.length ?? Number.POSITIVE_INFINITY) ?? best;
  }
  return best ?? [];
}

/** The shortest cycle through `start`, by breadth-first search, if it has fewer than `limit` entries. */
function cycleThrough(search: Search, start: number, limit: number): number[] | undefined {
  const { dependencies, cameFrom, seenBy } = search;
  let layer = [start];
  // A cycle closed from this layer has two entries more than the layer's depth.
  for (let length = 2; layer.length > 0 && length < limit; length++) {
    const next: number[] = [];
    for (const phase of layer) {
      const list = dependencies(phase);
      search.stepsLeft -= list.length;
      for (const dependency of list) {
        if (dependency === start) return pathTo(cameFrom, start, phase);
        if (seenBy[dependency] === start) continue;
        seenBy[dependency] = start;
        cameFrom[dependency] = phase;
        next.push(dependency);
      }
    }
    layer = next;
  }
  return undefined;
}

function pathTo(cameFrom: Int32Array, start: number, last: number): number[] {
  const path = [start];
  for (let phase = last; phase !== start; phase = cameFrom[phase] as number) path.push(phase);
  path.push(start);
  return path.reverse();
}
