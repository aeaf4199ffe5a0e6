import { sha256 } from '../../platform/index.ts';
import type { Lookup, Question } from '../asking/index.ts';
import type { EvalSetup } from '../generated/eval.setup.ts';
import type { EvalResults } from '../generated/eval.ts';
import { compareArms } from './comparison.ts';
import { type CheckLookup, examineCase } from './examine.ts';
import { partEffect } from './part_effect.ts';

/** The results of an eval with the answers known so far, and the questions to ask next; none are left when it is complete. */
export type Evaluation = { readonly results: EvalResults; readonly open: readonly Question[] };

/** Evaluates an eval. Pure: it is called again whenever there are more answers, and so resumes wherever it was stopped. */
export function evaluate(
  setup: EvalSetup,
  known: { readonly lookup: Lookup; readonly checkOf: CheckLookup },
): Evaluation {
  const examined = setup.cases.map((testCase) => examineCase(setup, testCase, known));
  const cases = examined.map(({ result }) => result);
  const open = new Map(examined.flatMap((one) => one.open.map((question) => [question.id, question])));
  const others = setup.arms.filter(({ name, kind }) => name !== setup.subject && kind !== 'ablated');
  const goals = [...new Set(cases.map(({ goal }) => goal))];
  const { id, answering, judging, turns, runs, subject } = setup;
  const results: EvalResults = {
    schema: 'orchestrator.eval/1',
    ...{ id, answering, judging, turns, runs, subject },
    open: open.size,
    arms: setup.arms.map(({ name, kind }) => ({ name, kind, sha256: promptsHash(setup, name) })),
    cases,
    goals: goals.flatMap((goal) =>
      others.map(({ name }) => ({
        goal,
        comparison: compareArms(
          cases.filter((one) => one.goal === goal),
          subject,
          name,
        ),
      })),
    ),
    total: others.map(({ name }) => compareArms(cases, subject, name)),
    parts: setup.arms.flatMap((arm) => partEffect(setup, arm, cases) ?? []),
  };
  return { results, open: [...open.values()] };
}

function promptsHash(setup: EvalSetup, arm: string): string {
  const prompts = setup.cases.flatMap(({ prompts }) => prompts.filter((prompt) => prompt.arm === arm));
  return sha256(JSON.stringify(prompts.map(({ messages }) => messages)));
}
