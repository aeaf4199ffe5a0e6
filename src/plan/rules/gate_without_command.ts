import { examplePlan } from './example.ts';
import { quoted } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const gateWithoutCommand: PlanRule = {
  id: 'gate-without-command',
  title: 'every gate has a command',
  severity: 'warning',
  reason:
    'Only a gate with a command is checked by the program; the rest is taken on trust, and reported so.',
  bad: examplePlan({ gates: '- [ ] All tests pass' }),
  good: examplePlan({ gates: '- [ ] All tests pass: `npm test`' }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ gates }) =>
      gates
        .filter(({ command }) => command === undefined)
        .map(({ text, line, column }) => ({
          line,
          column,
          message: `The gate ${quoted(text)} has no command.`,
          hint: 'Add the command that checks it as a code span: `npm test`.',
        })),
    ),
};
