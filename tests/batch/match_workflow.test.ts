import { expect, test } from 'vitest';
import { matchWorkflow } from '../../src/batch/index.ts';
import { type Goal, readBuiltIn } from '../../src/framework/index.ts';
import { casesIn } from '../support/cases.ts';
import { ROOT } from '../support/program.ts';

type Case = {
  readonly title: string;
  readonly goal: string;
  readonly steps?: readonly string[];
  readonly onlyVerifies?: boolean;
  readonly expect: string;
  readonly default?: boolean;
};

const { goals } = readBuiltIn(ROOT);

function match({ title, goal, steps = [], onlyVerifies = false }: Omit<Case, 'expect'>, from = goals) {
  return matchWorkflow(from, { title, goal, steps, onlyVerifies });
}

test.each(casesIn<Case>('workflow_matches.yaml'))('$title, $goal: $expect', (given) => {
  const found = match(given);
  expect(found.goal.name).toBe(given.expect);
  expect(found.reason).toMatch(given.default ? /^default: / : /^matched: "/u);
});

test('of equals the first of the goal map is taken, and the reason names the keywords and their places', () => {
  const [first, second] = [goalOf('FIRST', ['alpha', 'beta']), goalOf('SECOND', ['beta', 'alpha'])];
  const phase = { title: 'Alpha', goal: 'beta' };
  expect(match(phase, [first, second])).toEqual({
    goal: first,
    reason: 'matched: "alpha" in its title and "beta" in its goal',
  });
  expect(match(phase, [second, first]).goal).toBe(second);
});

test('a map without the usual default gives its first goal; a keyword that says nothing is no match', () => {
  const only = [goalOf('MINE', ['', '--']), goalOf('OTHER', [])];
  expect(match({ title: '--', goal: '' }, only)).toEqual({
    goal: only[0],
    reason: 'default: its title, goal and steps contain no keyword of a goal',
  });
});

function goalOf(name: string, keywords: readonly string[]): Goal {
  const [any] = goals;
  if (any === undefined) throw new Error('no goals');
  return { ...any, name, keywords };
}
