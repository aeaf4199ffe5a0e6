import { examplePlan } from './example.ts';
import { quoted } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const gateWithoutCommand: PlanRule = {
  id: 'gate-without-command',
  title: 'every gate has a command',
  severity: 'warning',
  foreignSeverity: 'note',
  reason: 'The program checks only gates with a command; the rest are taken on trust and reported as such.',
  bad: examplePlan({ gates: '- [ ] All tests pass' }),
  good: examplePlan({ gates: '- [ ] All tests pass: `npm test`' }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ gates }) => {
      const found = gates.filter(({ command }) => command === undefined);
      const [first] = found;
      if (first === undefined) return [];
      const { line } = first;
      // One place for all, as in a plan made of another document: one warning says as much as ten.
      const areApart = found.some((each) => each.line !== line);
      const shown = areApart ? found : [first];
      const more = found.length - shown.length;
      return shown.map((each) => ({
        line: each.line,
        column: each.column,
        message:
          more === 0
            ? `The gate ${quoted(each.text)} has no command.`
            : `${found.length} gates have no command, such as ${quoted(each.text)}.`,
        hint: 'Add the command that checks it as a code span: `npm test`.',
      }));
    }),
};
