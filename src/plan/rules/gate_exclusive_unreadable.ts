import { gateNeeds } from '../document/gate_needs.ts';
import { examplePlan } from './example.ts';
import type { PlanRule } from './plan_rule.ts';

export const gateExclusiveUnreadable: PlanRule = {
  id: 'gate-exclusive-unreadable',
  title: 'what a gate needs for itself is a list of names, and the gate has a command',
  severity: 'warning',
  reason: 'What is not understood keeps nothing apart, and the gates get into the way of each other.',
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
              message: 'What this gate needs for itself ("exclusive:") is not a list of names.',
              hint: 'Write names of letters, digits, "-", "_", "." and "/": (exclusive: port-3000, database).',
            },
          ];
        if (exclusive.length === 0 || command !== undefined) return [];
        return [
          {
            line,
            column,
            message:
              'This gate says what it needs for itself ("exclusive:"), and has no command that would use it.',
            hint: 'Put its command in a code span: `npm run e2e` (exclusive: port-3000).',
          },
        ];
      }),
    ),
};
