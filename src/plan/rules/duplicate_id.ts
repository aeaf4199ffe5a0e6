import { foldedId } from '../document/index.ts';
import { duplicates } from './duplicates.ts';
import { examplePlan } from './example.ts';
import { messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const duplicateId: PlanRule = {
  id: 'duplicate-id',
  title: 'no two phases have the same id',
  severity: 'error',
  reason: 'Dependencies, branches and reports refer to a phase by its id.',
  bad: examplePlan({ heading: 'Phase 1: Setup' }, { heading: 'Phase 1: Models' }),
  good: examplePlan({ heading: 'Phase 1: Setup' }, { heading: 'Phase 1a: Models' }),
  check: ({ plan }) =>
    duplicates(plan.phases, ({ id }) => foldedId(id)).map(({ phase, first }) => ({
      line: phase.line,
      column: phase.column,
      message: `The id "${messageText(phase.id)}" is already taken by the phase at line ${first.line}.`,
      hint: 'Renumber the phase, and the dependencies that refer to it.',
    })),
};
