import { examplePlan } from './example.ts';
import { messageText, nameOf } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const fieldRepeated: PlanRule = {
  id: 'field-repeated',
  title: 'a phase has each field only once',
  severity: 'warning',
  reason: 'Only the first one counts, but the writer may have meant the other.',
  bad: examplePlan({ more: '**Goal**: Another goal.' }),
  good: examplePlan({ more: '**Files Modified**: src/more.ts' }),
  check: ({ plan }) =>
    plan.phases.flatMap((phase) =>
      phase.others
        .filter(({ repeats }) => repeats !== undefined)
        .map(({ name, repeats, line, column }) => ({
          line,
          column,
          message: `${nameOf(phase)} already has the field "${repeats}", so "${messageText(name)}" is ignored.`,
        })),
    ),
};
