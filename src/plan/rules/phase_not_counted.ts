import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const phaseNotCounted: PlanRule = {
  id: 'phase-not-counted',
  title: 'what is named like a phase is one',
  severity: 'warning',
  reason: 'Nobody would do what stands below it.',
  bad: examplePlan({ more: '**Phase 2: More**\n**Goal**: More of it.' }),
  good: examplePlan({ more: '**Phase 1: Part 1**' }, {}),
  check: ({ plan }) =>
    plan.uncounted.map(({ value, line, column }) => ({
      line,
      column,
      message: `"${messageText(value)}" is none of the phases of this plan.`,
      hint: 'If it is meant as one, write its heading as those of the others, with its goal below.',
    })),
};
