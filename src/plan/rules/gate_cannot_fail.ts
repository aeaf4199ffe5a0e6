import { cannotFail } from './cannot_fail.ts';
import { examplePlan } from './example.ts';
import { quoted } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const gateCannotFail: PlanRule = {
  id: 'gate-cannot-fail',
  title: 'every gate can fail',
  severity: 'error',
  reason: 'A gate that always passes marks as verified what nobody verified.',
  bad: examplePlan({ gates: '- [ ] Done: `npm test || true`\n- [ ] Said: `echo ok`' }),
  good: examplePlan({ gates: '- [ ] Done: `npm test && echo ok`' }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ gates }) =>
      gates.flatMap(({ command }) =>
        command === undefined || !cannotFail(command.value)
          ? []
          : [
              {
                line: command.line,
                column: command.column,
                message: `The command ${quoted(command.value)} cannot fail.`,
                hint: 'Make the gate run the check itself and return its exit code.',
              },
            ],
      ),
    ),
};
