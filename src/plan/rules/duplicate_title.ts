import { foldedTitle } from '../document/index.ts';
import { duplicates } from './duplicates.ts';
import { examplePlan } from './example.ts';
import { nameOf } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const duplicateTitle: PlanRule = {
  id: 'duplicate-title',
  title: 'no two phases have the same title',
  severity: 'warning',
  reason: 'A dependency may refer to a phase by its title, which would then match both.',
  bad: examplePlan({ heading: 'Phase 1: Setup' }, { heading: 'Phase 2: setup' }),
  good: examplePlan({ heading: 'Phase 1: Setup' }, { heading: 'Phase 2: Setup of tests' }),
  check: ({ plan }) =>
    duplicates(
      plan.phases.filter(({ title }) => title !== ''),
      ({ title }) => foldedTitle(title),
    ).map(({ phase, first }) => ({
      line: phase.line,
      column: phase.column,
      message: `${nameOf(phase)} has the same title as the phase at line ${first.line}.`,
    })),
};
