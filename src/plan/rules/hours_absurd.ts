import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const hoursAbsurd: PlanRule = {
  id: 'hours-absurd',
  title: 'every estimate is above zero and below two years',
  severity: 'error',
  reason: 'A phase takes some time, but not years; such figures are mistakes.',
  bad: examplePlan({ hours: '0' }, { hours: '-2' }, { hours: '20000' }),
  good: examplePlan({ hours: '0.25' }, { hours: '8' }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ hours }) => {
      const value = hours?.value;
      if (hours === undefined || value === undefined || (value > 0 && value <= MAX_HOURS)) return [];
      const { line, column, text } = hours;
      const bound = value > 0 ? `more than ${MAX_HOURS} hours` : 'no time at all';
      return [{ line, column, message: `An estimate of "${messageText(text)}" is ${bound}.` }];
    }),
};

/** Two years of fifty weeks of forty hours: a roadmap may have a part of half a year. */
const MAX_HOURS = 4000;
