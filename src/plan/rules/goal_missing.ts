import { examplePlan } from './example.ts';
import { nameOf } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const goalMissing: PlanRule = {
  id: 'goal-missing',
  title: 'every phase states its goal',
  severity: 'error',
  reason: 'Whoever works on a phase sees only its prompt, and the goal says what the work is for.',
  bad: examplePlan({ goal: '' }),
  good: examplePlan({ goal: 'The models are there.' }),
  check: ({ plan }) =>
    plan.phases
      .filter(({ goal }) => goal === undefined)
      .map((phase) => ({
        line: phase.line,
        column: phase.column,
        message: `${nameOf(phase)} has no goal.`,
        hint: 'Add a line "**Goal**: …" below its heading.',
      })),
};
