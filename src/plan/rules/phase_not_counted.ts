import { examplePlan } from './example.ts';
import { shown } from './phase_names.ts';
import type { PlanRule } from './types.ts';

export const phaseNotCounted: PlanRule = {
  id: 'phase-not-counted',
  title: 'what is named like a phase is one',
  severity: 'warning',
  reason:
    'Where some phases have headings a bold line is no phase, so that nobody would do what stands below it.',
  bad: examplePlan({ more: '**Phase 2: More**\n**Goal**: More of it.' }),
  good: examplePlan({ more: '**Phase 1: Part 1**' }, {}),
  check: ({ plan }) =>
    plan.uncounted.map(({ value, line, column }) => ({
      line,
      column,
      message: `"${shown(value)}" is none of the phases of this plan, which have headings.`,
      hint: `If it is meant as a phase, write it as a heading: "### ${shown(value)}".`,
    })),
};
