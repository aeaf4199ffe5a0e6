import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const hoursUnreadable: PlanRule = {
  id: 'hours-unreadable',
  title: 'every estimate can be read',
  severity: 'warning',
  foreignSeverity: 'note',
  reason: 'An estimate that is not understood is replaced by a guess, as if there were none.',
  bad: examplePlan({ hours: 'quite long' }),
  good: examplePlan({ hours: '30 minutes' }, { hours: '~2-3 hours' }, { hours: '1 day' }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ hours }) =>
      hours === undefined || hours.value !== undefined
        ? []
        : [
            {
              line: hours.line,
              column: hours.column,
              message: `"${messageText(hours.text)}" is not an estimate.`,
              hint: 'It counts as if there were none. Write hours as 2, 2-3, 0.5, 30 minutes or 1 day.',
            },
          ],
    ),
};
