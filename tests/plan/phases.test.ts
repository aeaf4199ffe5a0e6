import { expect, test } from 'vitest';
import { casesIn } from '../support/cases.ts';
import { planOf } from '../support/plan.ts';

type PhasesCase = { readonly name: string; readonly text: string; readonly found: readonly string[] };

/** The title; the lines, id and title of each phase, with its fields; and what only looks like a phase. */
function foundIn(text: string): string[] {
  const { title, phases, uncounted } = planOf(text);
  return [
    ...(title ? [`title ${title.line}:${title.column} ${title.value}`] : []),
    ...phases.map(({ line, end, id, title: name, goal, hours, others }) => {
      const fields = [goal?.value, hours?.value, ...others.map((other) => other.name)];
      return [`${line}-${end} ${id}: ${name}`, ...fields.filter((field) => field !== undefined)].join(' | ');
    }),
    ...uncounted.map(({ line, column, value }) => `not counted ${line}:${column} ${value}`),
  ];
}

test.each(casesIn<PhasesCase>('plan_phases.yaml').map((each) => [each.name, each] as const))(
  'phases: %s',
  (_, { text, found }) => {
    expect(foundIn(text)).toEqual(found);
  },
);
