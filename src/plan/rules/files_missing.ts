import { examplePlan } from './example.ts';
import { nameOf } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const filesMissing: PlanRule = {
  id: 'files-missing',
  title: 'every phase says which files it touches',
  severity: 'warning',
  foreignSeverity: 'note',
  reason:
    'Phases that run at the same time are kept apart by their files; one that names none may conflict with any other.',
  bad: examplePlan({ files: 'TBD' }),
  good: examplePlan({ files: 'None' }, { files: 'src/' }),
  check: ({ plan }) =>
    plan.phases
      .filter(({ files }) => files === undefined)
      .map((phase) => ({
        line: phase.line,
        column: phase.column,
        message: `${nameOf(phase)} does not say which files it touches.`,
        hint: 'Add a line "**Files Modified**: …", or "None" if the phase only verifies.',
      })),
};
