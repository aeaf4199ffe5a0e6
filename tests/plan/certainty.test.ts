import { expect, test } from 'vitest';
import { type Candidate, type CandidateForm, certaintyOf } from '../../src/plan/outline/certainty.ts';
import { casesIn } from '../support/cases.ts';

type Case = {
  readonly it: string;
  readonly taken: readonly string[];
  readonly left?: readonly string[];
  /** Whether all that is left out is known to be no work. */
  readonly knows?: boolean;
  readonly todo?: boolean;
  readonly plan?: boolean;
  readonly done?: boolean;
  readonly prose?: number;
  readonly anew?: boolean;
  readonly bare?: number;
  readonly sure?: boolean;
  readonly unknown?: boolean;
  readonly doubts?: readonly string[];
};

test.each(casesIn<Case>('certainty.yaml').map((each) => [each.it, each] as const))('it %s', (_, each) => {
  const { level, doubts } = certaintyOf({
    taken: each.taken.map(candidate),
    left: (each.left ?? []).map(candidate),
    leavesUnknown: each.knows === false,
    isTodo: each.todo ?? false,
    isPlan: each.plan ?? false,
    isDone: each.done ?? false,
    proseLines: each.prose ?? 0,
    beginsAnew: each.anew ?? false,
    bare: each.bare === undefined ? undefined : { line: 1, size: each.bare },
  });
  const told = doubts.map((doubt) => {
    const about = doubt.kind === 'rival' ? doubt.rivals : doubt.kind === 'boxes-left' ? doubt.places : [];
    return [doubt.kind, about.map(({ form }) => form).join(' ')].filter((part) => part !== '').join(': ');
  });
  expect(told).toEqual(each.doubts ?? []);
  expect(level).toBe(each.unknown ? 'unknown' : each.sure ? 'sure' : 'doubtful');
});

function candidate(text: string): Candidate {
  const [form = '', size = ''] = text.split(' ');
  return {
    name: form,
    line: 1,
    form: form.replace('*', '') as CandidateForm,
    isCalledWork: form.endsWith('*'),
    size: Number(size),
  };
}
