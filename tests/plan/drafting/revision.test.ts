import { expect, test } from 'vitest';
import { nextLineNumber, revisedSource } from '../../../src/plan/drafting/revision.ts';
import { splitRequirement } from '../../../src/plan/index.ts';
import { casesIn } from '../../support/cases.ts';
import { planOf } from '../../support/plan.ts';

type Revision = {
  readonly name: string;
  readonly plan: string;
  readonly requirement?: string;
  readonly phases?: readonly {
    readonly id: string;
    readonly title: string;
    readonly requirement?: string;
    readonly gates?: readonly string[];
  }[];
  readonly result: string;
  readonly ids: string;
};

test.each(casesIn<Revision>('plan_revisions.yaml').map((each) => [each.name, each] as const))(
  'a revision: %s',
  (_, { plan: source, requirement = 'Add it.', phases = [], result, ids }) => {
    const plan = planOf(source);
    const answered = phases.map(({ gates = [], ...phase }) => ({
      goal: 'g',
      ...phase,
      gates: gates.map((text) => ({ text, checked: false })),
      dependencies: [],
      steps: [],
      others: [],
    }));
    const revised = revisedSource(plan, answered, splitRequirement(requirement, nextLineNumber(plan)));
    expect(revised).toBe(result);
    expect(
      planOf(revised)
        .phases.map(({ id }) => id)
        .join(' '),
    ).toBe(ids);
  },
);
