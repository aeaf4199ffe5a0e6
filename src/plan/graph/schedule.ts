import { heap } from './heap.ts';
import type { PhaseOrder } from './phase_order.ts';
import { inHours, type PlanGraph } from './plan_graph.ts';
import type { PlannedWork } from './ready_queue.ts';
import { simulatedPhases } from './simulated_phases.ts';

/** The schedule of a plan with a given number of workers, in hours from its start. */
export type Schedule = {
  readonly workers: number;
  /** When the last phase ends. */
  readonly hours: number;
  /** For each phase, when it starts and ends; NaN for one in a cycle or dependent on one. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** The most phases that run at the same time. */
  readonly mostAtOnce: number;
  /** The share of the workers' time that goes into phases, from 0 to 1; 0 for a plan that takes no time. */
  readonly busy: number;
};

/**
 * Simulates a plan: whenever a worker is free, the first ready phase whose files no running phase may touch is started.
 *
 * This is list scheduling: fast and close to the shortest, but not always the shortest, and now and then slower with more
 * workers. `workers` is at least 1, and may be Infinity.
 */
export function simulate(graph: PlanGraph, order: PhaseOrder, work: PlannedWork, workers: number): Schedule {
  const { seconds } = graph;
  const starts = new Float64Array(graph.size).fill(Number.NaN);
  const ends = new Float64Array(graph.size).fill(Number.NaN);
  const { queue, end } = simulatedPhases(graph, order, work);
  const running = heap((a, b) => (ends[a] as number) < (ends[b] as number));
  let now = 0;
  let mostAtOnce = 0;
  let worked = 0;
  start();
  for (let phase = running.pop(); phase !== undefined; phase = running.pop()) {
    now = ends[phase] as number;
    end(phase);
    for (let other = running.peek(); other !== undefined && ends[other] === now; other = running.peek())
      end(running.pop() as number);
    start();
  }
  return {
    workers,
    hours: inHours(now),
    starts: starts.map(inHours),
    ends: ends.map(inHours),
    mostAtOnce,
    busy: worked === 0 ? 0 : worked / (now * Math.min(workers, graph.size)),
  };

  function start(): void {
    while (running.size < workers) {
      const phase = queue.next();
      if (phase === undefined) break;
      starts[phase] = now;
      ends[phase] = now + (seconds[phase] as number);
      worked += seconds[phase] as number;
      running.push(phase);
    }
    mostAtOnce = Math.max(mostAtOnce, running.size);
  }
}
