import { examplePlan } from './example.ts';
import { nameOf } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const gatesMissing: PlanRule = {
  id: 'gates-missing',
  title: 'every phase has a gate',
  severity: 'warning',
  foreignSeverity: 'note',
  reason: 'Without a gate, only the word of whoever did it says that a phase is done.',
  bad: examplePlan({ gates: '' }),
  good: examplePlan({ gates: '- [ ] Tests pass: `npm test`' }),
  check: ({ plan }) =>
    plan.phases
      .filter(({ gates }) => gates.length === 0)
      .map((phase) => ({
        line: phase.line,
        column: phase.column,
        message: `${nameOf(phase)} has no validation gates.`,
        hint: 'Add "**Validation Gates**:" and below it a line such as "- [ ] Tests pass: `npm test`". Code blocks are not read.',
      })),
};
