import { hoursInWords } from '../../lib/index.ts';
import type { PlanAssessment } from '../assessment.ts';
import type { PlanConstraints } from '../constraints/index.ts';
import { simulate } from '../graph/index.ts';

/**
 * By how much the schedule of a plan is longer than it may be, in words; `undefined` where it is not.
 *
 * @param by.workers - how many phases can be worked on at a time
 * @param by.finished - phases that are done, which take no more time
 */
export function overTime(
  { plan, graph, order, work }: PlanAssessment,
  by: {
    readonly maxTime: PlanConstraints['maxTime'];
    readonly workers: number;
    readonly finished?: readonly string[];
  },
): string | undefined {
  const { maxTime: limit, workers, finished = [] } = by;
  if (limit === undefined || plan.phases.length === 0) return undefined;
  const done = new Set(finished);
  const seconds = graph.seconds.map((each, place) => (done.has(graph.ids[place] ?? '') ? 0 : each));
  const needed = simulate({ ...graph, seconds }, order, work, workers).hours;
  if (needed <= limit.hours) return undefined;
  const over = hoursInWords(needed - limit.hours);
  return `The plan takes ${hoursInWords(needed)} with ${workers} at a time: ${over} more than the ${limit.text} that it may take.`;
}
