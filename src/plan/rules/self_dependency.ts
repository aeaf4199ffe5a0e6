import { examplePlan } from './example.ts';
import { nameOf } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const selfDependency: PlanRule = {
  id: 'self-dependency',
  title: 'no phase depends on itself',
  severity: 'error',
  reason: 'A phase that waits for itself can never start.',
  bad: examplePlan({}, { dependencies: 'Phase 2' }),
  good: examplePlan({}, { dependencies: 'Phase 1' }),
  check: ({ plan }) =>
    plan.phases.flatMap((phase, place) =>
      (phase.dependencies?.references ?? [])
        .filter(({ phases, isMany }) => (isMany || phases.length === 1) && phases.includes(place))
        .map(({ line, column }) => ({ line, column, message: `${nameOf(phase)} depends on itself.` })),
    ),
};
