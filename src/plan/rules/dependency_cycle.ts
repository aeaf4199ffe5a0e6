import type { Phase } from '../plan.ts';
import { examplePlan } from './example.ts';
import { listOf, messageText } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const dependencyCycle: PlanRule = {
  id: 'dependency-cycle',
  title: 'no phases depend on each other in a cycle',
  severity: 'error',
  reason: 'Phases that wait for each other can never start.',
  bad: examplePlan({ dependencies: 'Phase 2' }, { dependencies: 'Phase 1' }),
  good: examplePlan({}, { dependencies: 'Phase 1' }),
  check: ({ plan: { phases }, cycles }) =>
    cycles.flatMap(({ path, members }) => {
      const trail = path.flatMap((place) => phases[place] ?? []);
      const [first] = trail;
      if (first === undefined) return [];
      return [
        {
          ...placeOf(first, path[1]),
          message: `Phases depend on each other in a cycle: ${trailOf(trail)}.`,
          hint:
            members.length > trail.length - 1
              ? `Remove one of these dependencies; the phases involved are: ${listOf(members.flatMap((place) => phases[place] ?? []))}.`
              : 'Remove one of these dependencies.',
        },
      ];
    }),
};

/** The position where the phase names the next one of the circle. */
function placeOf(
  { dependencies, line, column }: Phase,
  next: number | undefined,
): { line: number; column: number } {
  const reference = dependencies?.references.find(
    ({ phases }) => next !== undefined && phases.includes(next),
  );
  return { line: reference?.line ?? line, column: reference?.column ?? column };
}

/** The circle with its middle left out where it is too long to read. */
function trailOf(trail: readonly Phase[]): string {
  const names = trail.map(({ id }) => `Phase ${messageText(id)}`);
  if (names.length > MOST) names.splice(MOST - 3, names.length - MOST + 1, '…');
  return names.join(' → ');
}

const MOST = 20;
