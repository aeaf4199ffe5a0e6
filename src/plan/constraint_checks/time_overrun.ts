import { hoursInWords } from '../../lib/index.ts';
import type { PlanAssessment } from '../assessment.ts';
import type { PlanConstraints } from '../constraints/index.ts';
import { simulate } from '../graph/index.ts';

/**
 * The time by which a plan's schedule exceeds its limit, in words; `undefined` if it does not.
 *
 * @param by.workers - the number of phases that can be worked on at a time
 * @param by.finished - phases that are done, which take no more time
 */
export function timeOverrun(
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
  return `The plan takes ${hoursInWords(needed)} with ${workers} at a time, ${over} more than the limit of ${limit.text}.`;
}
