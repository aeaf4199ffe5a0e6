import { targetsOf } from './adjacency.ts';
import type { FileConflict, NewDependency } from './conflicts.ts';
import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';
import { remainingSeconds } from './precedence.ts';

/** Dependencies that can be added without asking, and the conflicts that they remove. */
export type SafeFixes = {
  /** In document order of the phases that they are added to, each once. */
  readonly dependencies: readonly NewDependency[];
  readonly removed: readonly FileConflict[];
};

/**
 * The conflicts that a plan can be rid of by dependencies alone, at no cost.
 *
 * Safe means three things. The overlap is certain. The dependencies, all of them together, close no cycle. And the longest
 * chain of dependencies then takes no longer than `limitHours`: give the hours of the schedule with no limit to the workers,
 * in which phases that share a file wait for each other already. A conflict is removed as a whole or left alone.
 */
export function safeFixes(
  graph: PlanGraph,
  order: PhaseOrder,
  conflicts: readonly FileConflict[],
  limitHours: number,
): SafeFixes {
  const certain = conflicts.filter((conflict) => conflict.certain);
  const refused = refusedDependencies(graph, order, certain, limitHours * 3600);
  const removed = certain.filter(
    ({ dependencies }) => !dependencies.some((each) => refused.has(keyOf(each))),
  );
  const kept = new Map(
    removed.flatMap(({ dependencies }) => dependencies.map((each) => [keyOf(each), each])),
  );
  return {
    dependencies: [...kept.values()].sort((a, b) => a.phase - b.phase || a.on - b.on),
    removed,
  };
}

/**
 * The fixes that would make the plan longer than the limit, in topological order, each one considered together with all that were
 * taken before it. Refusing some later on only makes the plan shorter.
 */
function refusedDependencies(
  graph: PlanGraph,
  order: PhaseOrder,
  conflicts: readonly FileConflict[],
  limit: number,
): Set<string> {
  const wanted = new Map<number, number[]>();
  for (const { dependencies } of conflicts)
    for (const { phase, on } of dependencies) {
      const list = wanted.get(phase);
      if (list === undefined) wanted.set(phase, [on]);
      else list.push(on);
    }
  const refused = new Set<string>();
  const remaining = remainingSeconds(graph, order);
  const ends = new Float64Array(graph.size);
  for (const phase of order.order) {
    let start = 0;
    for (const dependency of targetsOf(graph.needs, phase))
      start = Math.max(start, ends[dependency] as number);
    for (const on of wanted.get(phase) ?? []) {
      const end = ends[on] as number;
      // Rounding of the limit, which comes in hours, must not count: a second is the smallest step.
      if (end + (remaining[phase] as number) >= limit + 0.5) refused.add(keyOf({ phase, on }));
      else start = Math.max(start, end);
    }
    ends[phase] = start + (graph.seconds[phase] as number);
  }
  return refused;
}

function keyOf({ phase, on }: NewDependency): string {
  return `${phase} ${on}`;
}
