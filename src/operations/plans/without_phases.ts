import { type Failure, failure, type Problem, sortProblems } from '../../diagnostics/index.ts';
import type { PlanAssessment } from '../../plan/index.ts';
import type { PlanSource, PlanSourceCode } from './plan_source.ts';

/** That a document has no phases, with everything else that is said of it: of nothing there is no picture and no plan. */
export function withoutPhases(
  { plan, problems }: PlanAssessment,
  source: Pick<PlanSource, 'problems'>,
): Failure<PlanSourceCode> | undefined {
  if (plan.phases.length > 0) return undefined;
  const told = sortProblems([...problems, ...source.problems]) as Problem<PlanSourceCode>[];
  return failure('problems', ...told);
}
