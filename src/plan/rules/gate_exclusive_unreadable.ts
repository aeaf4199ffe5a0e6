import { gateNeeds } from '../document/gate_needs.ts';
import { examplePlan } from './example.ts';
import type { PlanRule } from './plan_rule.ts';

export const gateExclusiveUnreadable: PlanRule = {
  id: 'gate-exclusive-unreadable',
  title: 'what a gate needs exclusively is a list of names, and the gate has a command',
  severity: 'warning',
  reason: 'A need that is not understood keeps nothing apart, so gates collide.',
  bad: examplePlan({ gates: '- [ ] It starts: `npm run e2e` (exclusive: port 3000, the db)' }),
  good: examplePlan({ gates: '- [ ] It starts: `npm run e2e` (exclusive: port-3000, db)' }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ gates }) =>
      gates.flatMap((gate) => {
        const { exclusive, isUnreadable } = gateNeeds(gate);
        const { line, column, command } = gate;
        if (isUnreadable)
          return [
            {
              line,
              column,
              message: 'What this gate needs exclusively ("exclusive:") is not a list of names.',
              hint: 'Use names made of letters, digits, "-", "_", "." and "/": (exclusive: port-3000, database).',
            },
          ];
        if (exclusive.length === 0 || command !== undefined) return [];
        return [
          {
            line,
            column,
            message:
              'This gate says what it needs exclusively ("exclusive:"), but has no command that would use it.',
            hint: 'Put its command in a code span: `npm run e2e` (exclusive: port-3000).',
          },
        ];
      }),
    ),
};
