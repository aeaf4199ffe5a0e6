import { nearest } from '../../lib/index.ts';
import type { Phase } from '../plan.ts';
import { examplePlan } from './example.ts';
import { listOf, messageText, nameOf } from './phase_names.ts';
import type { Hit, PlanRule } from './plan_rule.ts';

export const undefinedDependency: PlanRule = {
  id: 'undefined-dependency',
  title: 'every dependency names a phase of the plan',
  severity: 'error',
  reason: 'A phase whose dependency does not exist can never start.',
  bad: examplePlan(
    {},
    { dependencies: 'Phase 10' },
    { heading: 'Phase 3: Database schema', dependencies: 'Databse schema' },
  ),
  good: examplePlan({}, { dependencies: 'Phase 1' }),
  check: function* ({ plan: { phases } }) {
    let valid: string | undefined;
    const meantBy = new Map<string, Phase | undefined>();
    for (const [place, phase] of phases.entries()) {
      for (const { text, line, column, phases: named } of phase.dependencies?.references ?? []) {
        if (named.length > 0) continue;
        valid ??= `The phases are: ${listOf(phases)}.`;
        // Many phases may use one wrong name, and a plan may have many: looking for the intended one takes long.
        if (!meantBy.has(text) && meantBy.size < MAX_SUGGESTED && text.length <= LONGEST_NAME)
          meantBy.set(text, nearestPhase(text, phases, place));
        const meant = meantBy.get(text);
        const suggestion = meant === undefined ? '' : `; the closest is ${nameOf(meant)}`;
        const hit: Hit = {
          line,
          column,
          message: `No phase is called "${messageText(text)}"${suggestion}.`,
          hint: valid,
        };
        yield hit;
      }
    }
  },
};

/** The phase whose label or title is closest, among those around: in a long plan not every pair can be compared. */
function nearestPhase(text: string, phases: readonly Phase[], place: number): Phase | undefined {
  const around = phases.slice(Math.max(0, place - AROUND), place + AROUND);
  const byName = new Map(
    around.flatMap((phase) => [
      [phase.title, phase],
      [`Phase ${phase.id}: ${phase.title}`, phase],
    ]),
  );
  byName.delete('');
  const name = nearest(text, byName.keys());
  return name === undefined ? undefined : byName.get(name);
}

const AROUND = 100;
const MAX_SUGGESTED = 50;
const LONGEST_NAME = 60;
