import { type Failure, failure, type Problem, sortProblems } from '../../diagnostics/index.ts';
import type { PlanAssessment } from '../../plan/index.ts';
import type { PlanSource, PlanSourceCode } from './plan_source.ts';

/** The failure of a document without phases, with all its other problems: there is nothing to draw or to plan. */
export function withoutPhases(
  { plan, problems }: PlanAssessment,
  source: Pick<PlanSource, 'problems'>,
): Failure<PlanSourceCode> | undefined {
  if (plan.phases.length > 0) return undefined;
  const found = sortProblems([...problems, ...source.problems]) as Problem<PlanSourceCode>[];
  return failure('problems', ...found);
}
