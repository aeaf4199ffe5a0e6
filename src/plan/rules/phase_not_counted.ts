import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const phaseNotCounted: PlanRule = {
  id: 'phase-not-counted',
  title: 'whatever is named like a phase is a phase',
  severity: 'warning',
  reason: 'Otherwise nobody would do what is below it.',
  bad: examplePlan({ more: '**Phase 2: More**\n**Goal**: More of it.' }),
  good: examplePlan({ more: '**Phase 1: Part 1**' }, {}),
  check: ({ plan }) =>
    plan.uncounted.map(({ value, line, column }) => ({
      line,
      column,
      message: `"${messageText(value)}" was not read as a phase of this plan.`,
      hint: 'If it is meant to be one, write its heading like those of the others, with its goal below it.',
    })),
};
