import { examplePlan } from './example.ts';
import { listOf, messageText } from './phase_names.ts';
import type { Hit, PlanRule } from './plan_rule.ts';

export const ambiguousDependency: PlanRule = {
  id: 'ambiguous-dependency',
  title: 'every dependency names one phase',
  severity: 'error',
  reason: 'The program does not guess which of several phases was meant.',
  bad: examplePlan({ heading: 'Phase 1: Setup' }, { heading: 'Phase 2: Setup' }, { dependencies: 'Setup' }),
  good: examplePlan(
    { heading: 'Phase 1: Setup' },
    { heading: 'Phase 2: Setup' },
    { dependencies: 'Phase 2' },
  ),
  check: function* ({ plan }) {
    for (const phase of plan.phases) {
      for (const { text, line, column, phases, isMany } of phase.dependencies?.references ?? []) {
        if (isMany || phases.length < 2) continue;
        const candidates = phases.slice(0, MOST).flatMap((place) => plan.phases[place] ?? []);
        const more = phases.length > MOST ? ` and ${phases.length - MOST} more` : '';
        const hit: Hit = {
          line,
          column,
          message: `"${messageText(text)}" can mean ${listOf(candidates)}${more}.`,
          hint: 'Name the phase by its id.',
        };
        yield hit;
      }
    }
  },
};

const MOST = 10;
