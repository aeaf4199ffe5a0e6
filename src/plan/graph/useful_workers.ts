import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';
import type { PlannedWork } from './ready_queue.ts';
import { simulate } from './schedule.ts';

/** Most numbers of workers that are tried one by one. */
const MAX_TRIED = 64;

/**
 * The number of workers beyond which more stop paying: the smallest number after which no larger one makes the plan end sooner; 0
 * for a plan without a phase that can go.
 *
 * The smallest number of workers with which the plan is as fast as without a limit. Exact where no more than {@link MAX_TRIED}
 * numbers are possible; beyond, it is found by halving: one worker fewer is slower.
 */
export function usefulWorkers(graph: PlanGraph, order: PhaseOrder, work: PlannedWork): number {
  const unlimited = simulate(graph, order, work, Number.POSITIVE_INFINITY);
  const hoursWith = (workers: number) => simulate(graph, order, work, workers).hours;
  // With fewer, the work alone takes longer; with more, the schedule is the same.
  const most = unlimited.mostAtOnce;
  const busyHours = unlimited.hours * unlimited.busy * graph.size;
  const fewest =
    unlimited.hours === 0 ? Math.min(1, most) : Math.max(1, Math.floor(busyHours / unlimited.hours));
  return most - fewest < MAX_TRIED
    ? fastest(fewest, most, unlimited.hours, hoursWith)
    : firstAsFast(fewest, most, unlimited.hours, hoursWith);
}

function fastest(
  fewest: number,
  most: number,
  hoursWithMost: number,
  hoursWith: (n: number) => number,
): number {
  let best = most;
  let bestHours = hoursWithMost;
  for (let workers = most - 1; workers >= fewest; workers--) {
    const hours = hoursWith(workers);
    if (hours <= bestHours) {
      best = workers;
      bestHours = hours;
    }
  }
  return best;
}

function firstAsFast(fewest: number, most: number, hours: number, hoursWith: (n: number) => number): number {
  let [low, high] = [fewest, most];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hoursWith(middle) <= hours) high = middle;
    else low = middle + 1;
  }
  return high;
}
