import { examplePlan } from './example.ts';
import { nameOf } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const hoursMissing: PlanRule = {
  id: 'hours-missing',
  title: 'every phase has an estimate',
  severity: 'warning',
  foreignSeverity: 'note',
  reason: 'The schedule, the critical path and what runs first all come from the estimates.',
  bad: examplePlan({ hours: '' }, { hours: 'TBD' }),
  good: examplePlan({ heading: 'Phase 1: Setup (30 minutes)', hours: '' }, { hours: '2-3' }),
  check: ({ plan }) =>
    plan.phases
      .filter(({ hours }) => hours === undefined)
      .map((phase) => ({
        line: phase.line,
        column: phase.column,
        message: `${nameOf(phase)} has no estimate.`,
        hint: 'Add a line such as "**Estimated Hours**: 2".',
      })),
};
