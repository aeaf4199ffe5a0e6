import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type CaseResult,
  compareArms,
  type EvalProblemCode,
  type EvalResults,
  readResults,
} from '../../evals/index.ts';
import type { Component, ComponentKind } from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import { type EvalPlaceCode, evalPlace } from '../evals/eval_place.ts';
import type { Workspace } from '../workspace.ts';
import { type FindNamedCode, findNamed } from './named_component.ts';

/** What can be wrong with an eval that a status is to rest on. */
export type CitedEvalProblemCode = 'no-such-eval' | 'eval-not-finished' | 'eval-of-another';

type CiteEvalCode = CitedEvalProblemCode | EvalPlaceCode | EvalProblemCode | FindNamedCode;

/**
 * What an eval says of a component, as one line for its history. The eval has to be finished, and to have tried the component as
 * it is now.
 */
export async function citeEval(
  context: OperationContext,
  workspace: Workspace,
  request: { readonly wanted: string; readonly kind: ComponentKind | undefined; readonly id: string },
): Promise<Result<string, CiteEvalCode>> {
  const found = await findNamed(context, workspace, request);
  if (!found.ok) return found;
  const place = evalPlace(context.cwd);
  if (!place.ok) return place;
  const { id } = request;
  const isId = /^[0-9a-f]{16}$/u.test(id);
  const results = isId ? readResults(place.value.folder, id, context.cwd) : success(undefined);
  if (!results.ok) return results;
  if (results.value === undefined) return failure('usage', noEval(id));
  if (results.value.open > 0) return failure('problems', notFinished(results.value));
  const cases = results.value.cases.filter((one) => tried(one, results.value?.subject ?? '', found.value));
  return cases.length === 0
    ? failure('problems', ofAnother(id, found.value))
    : success(lineOf(results.value, cases));
}

function tried({ answers }: CaseResult, subject: string, { kind, file, sha256 }: Component): boolean {
  const answer = answers.find(({ arm }) => arm === subject);
  return (
    answer?.state === 'judged' &&
    answer.components.some((one) => one.kind === kind && one.file === file && one.sha256 === sha256)
  );
}

function lineOf({ id, subject, total }: EvalResults, cases: readonly CaseResult[]): string {
  const goals = new Set(cases.map(({ goal }) => goal)).size;
  const over = `${cases.length} ${cases.length === 1 ? 'case' : 'cases'} of ${goals} ${goals === 1 ? 'goal' : 'goals'}`;
  const compared = total.slice(0, 3).map(({ against }) => {
    const { won, tied, lost, subject: mine, other } = compareArms(cases, subject, against);
    return `${won} won, ${tied} tied, ${lost} lost against ${against.slice(0, 40)}, core points ${mine.core} : ${other.core}`;
  });
  return [`eval ${id} over ${over}`, ...compared].join('; ');
}

function noEval(id: string): Problem<CitedEvalProblemCode> {
  const message = `This project has no eval ${JSON.stringify(id.slice(0, 40))}.`;
  const hint = 'The id of an eval stands at the end of what `orchestrator goals eval` prints.';
  return { severity: 'error', code: 'no-such-eval', message, hint };
}

function notFinished({ id, open }: EvalResults): Problem<CitedEvalProblemCode> {
  const message = `Eval ${id} is not finished: ${open} questions are open.`;
  return { severity: 'error', code: 'eval-not-finished', message, hint: 'Run it again to go on.' };
}

function ofAnother(id: string, { kind, file }: Component): Problem<CitedEvalProblemCode> {
  return {
    severity: 'error',
    code: 'eval-of-another',
    message: `Eval ${id} did not try the ${kind} ${file} as it is now.`,
    hint: 'Run `orchestrator goals eval` with it, and cite that one.',
  };
}
