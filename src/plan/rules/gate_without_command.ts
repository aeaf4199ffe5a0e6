import { examplePlan } from './example.ts';
import { quoted } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const gateWithoutCommand: PlanRule = {
  id: 'gate-without-command',
  title: 'every gate has a command',
  severity: 'warning',
  reason: 'The program checks only gates with a command; the rest are taken on trust and reported as such.',
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
          hint: 'Add the command that checks it, in a code span: `npm test`.',
        })),
    ),
};
