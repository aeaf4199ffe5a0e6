import { targetsOf } from './adjacency.ts';
import type { PhaseOrder } from './phase_order.ts';
import { inHours, type PlanGraph } from './plan_graph.ts';

/** The chain of dependencies that takes longest, beginning with a phase that depends on nothing. */
export type CriticalPath = { readonly phases: readonly number[]; readonly hours: number };

/**
 * The critical path of the phases that can go. Among equals it ends with the first phase of the document, and from each
 * phase goes back to the first that ends when this one can start.
 */
export function criticalPath(graph: PlanGraph, { order, earliestEnd }: PhaseOrder): CriticalPath {
  let last = -1;
  for (const phase of order) if (last < 0 || isLater(earliestEnd, phase, last)) last = phase;
  const phases: number[] = [];
  for (let phase = last; phase >= 0; phase = latestDependency(graph, earliestEnd, phase)) phases.push(phase);
  return { phases: phases.reverse(), hours: last < 0 ? 0 : inHours(earliestEnd[last] as number) };
}

/** The dependency that holds a phase back longest, the first of the document among equals; -1 when it has none. */
function latestDependency(graph: PlanGraph, earliestEnd: Float64Array, phase: number): number {
  let latest = -1;
  for (const dependency of targetsOf(graph.needs, phase))
    if (latest < 0 || isLater(earliestEnd, dependency, latest)) latest = dependency;
  return latest;
}

function isLater(earliestEnd: Float64Array, phase: number, other: number): boolean {
  const difference = (earliestEnd[phase] as number) - (earliestEnd[other] as number);
  return difference > 0 || (difference === 0 && phase < other);
}
