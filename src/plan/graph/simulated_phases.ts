import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';
import { type PlannedWork, type ReadyQueue, readyQueue } from './ready_queue.ts';

/** The phases of a simulated plan: those that may start, and those that wait for others to end. */
export type SimulatedPhases = {
  readonly queue: ReadyQueue;
  /** A phase is over: its files are free, and phases that waited only for it may start. */
  readonly end: (phase: number) => void;
};

/** All phases at the plan's start. Those in a cycle or dependent on one never may start. */
export function simulatedPhases(
  { size, needs, neededBy }: PlanGraph,
  { order }: PhaseOrder,
  work: PlannedWork,
): SimulatedPhases {
  const waitsFor = new Int32Array(size);
  const queue = readyQueue(work);
  for (const phase of order) {
    const count = (needs.starts[phase + 1] as number) - (needs.starts[phase] as number);
    waitsFor[phase] = count;
    if (count === 0) queue.add(phase);
  }
  return {
    queue,
    end(phase) {
      queue.end(phase);
      const behind = neededBy.starts[phase + 1] as number;
      for (let edge = neededBy.starts[phase] as number; edge < behind; edge++) {
        const next = neededBy.targets[edge] as number;
        const left = (waitsFor[next] as number) - 1;
        waitsFor[next] = left;
        if (left === 0) queue.add(next);
      }
    },
  };
}
