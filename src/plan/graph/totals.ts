import { criticalPath } from './critical_path.ts';
import { type PhaseOrder, stagesOf } from './phase_order.ts';
import { inHours, type PlanGraph } from './plan_graph.ts';

/** The figures of a plan. Phases in a cycle, or dependent on one, count in `phases` and `hours.total` only. */
export type PlanTotals = {
  readonly phases: number;
  readonly stages: number;
  /** Number of phases in the widest stage. More can coincide when long and short phases overlap across stages. */
  readonly maxParallel: number;
  readonly hours: {
    /** Hours that one worker needs. */
    readonly total: number;
    /** Hours of the critical path: no number of workers can be faster. */
    readonly critical: number;
  };
  /** Number of phases without hours, and the hours that each was taken to need. */
  readonly assumed: { readonly phases: number; readonly hours: number };
};

/** Adds up a plan. */
export function planTotals(graph: PlanGraph, order: PhaseOrder): PlanTotals {
  return {
    phases: graph.size,
    stages: order.stageCount,
    maxParallel: stagesOf(order).reduce((most, stage) => Math.max(most, stage.length), 0),
    hours: {
      total: inHours(graph.seconds.reduce((sum, seconds) => sum + seconds, 0)),
      critical: criticalPath(graph, order).hours,
    },
    assumed: { phases: graph.assumed, hours: graph.assumedHours },
  };
}
