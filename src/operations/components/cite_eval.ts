import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type CaseResult,
  compareArms,
  type EvalProblemCode,
  type EvalResults,
  readResults,
  sumsOf,
} from '../../evals/index.ts';
import type { Component, ComponentKind } from '../../framework/index.ts';
import { countOf } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { type EvalPlaceCode, evalPlace } from '../evals/eval_place.ts';
import type { Workspace } from '../workspace.ts';
import { type FindNamedCode, findNamedComponent } from './named_component.ts';

/** Faults of an eval cited as the reason for a status. */
export type CitedEvalProblemCode =
  | 'no-such-eval'
  | 'eval-not-finished'
  | 'eval-of-another'
  | 'eval-speaks-against';

type CiteEvalCode = CitedEvalProblemCode | EvalPlaceCode | EvalProblemCode | FindNamedCode;

/**
 * Summarizes an eval's findings on a component in one line for its history. The eval has to be finished, and to have tested the
 * component as it is now. An eval in which it is behind, does harm or makes no difference in any goal is not a reason by
 * itself.
 *
 * @param request.hasReason - whether the person gives another reason
 */
export async function citeEval(
  context: OperationContext,
  workspace: Workspace,
  request: {
    readonly wanted: string;
    readonly kind: ComponentKind | undefined;
    readonly id: string;
    readonly hasReason: boolean;
  },
): Promise<Result<string, CiteEvalCode>> {
  const found = await findNamedComponent(context, workspace, request);
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
  if (cases.length === 0) return failure('problems', ofAnother(id, found.value));
  const said = findingsOf(results.value, cases, found.value);
  const against = said.find((finding) => finding.isAgainst);
  if (against !== undefined && !request.hasReason)
    return failure('problems', speaksAgainst(id, against.text));
  return success([overText(results.value, cases), ...said.map(({ text }) => text)].join('; '));
}

function tried({ answers }: CaseResult, subject: string, { kind, file, sha256 }: Component): boolean {
  const answer = answers.find(({ arm }) => arm === subject);
  return (
    answer?.state === 'judged' &&
    answer.components.some((one) => one.kind === kind && one.file === file && one.sha256 === sha256)
  );
}

function overText({ id }: EvalResults, cases: readonly CaseResult[]): string {
  const goals = new Set(cases.map(({ goal }) => goal)).size;
  return `eval ${id} over ${countOf(cases.length, 'case')} of ${countOf(goals, 'goal')}`;
}

/** An eval's finding, and whether it counts against the component. */
type Finding = { readonly text: string; readonly isAgainst: boolean };

/** Compares the subject with the other arms and states the effect of the component itself; otherwise only the points. */
function findingsOf(
  { subject, total, parts }: EvalResults,
  cases: readonly CaseResult[],
  { kind, file, sha256 }: Component,
): Finding[] {
  const compared = total.slice(0, 3).map(({ against }): Finding => {
    const { won, tied, lost, subject: mine, other, behind } = compareArms(cases, subject, against);
    const text = `${won} won, ${tied} tied, ${lost} lost against ${against.slice(0, 40)}, core points ${mine.core} : ${other.core}`;
    return { text, isAgainst: behind === true };
  });
  const effects = parts.filter(
    (part) => part.kind === kind && part.file === file && part.line === null && part.sha256 === sha256,
  );
  // A component that makes no difference anywhere has not been shown to be worth its tokens.
  const isIdle = effects.every(({ effect }) => effect === 'none');
  const own = effects.slice(0, 3).map(({ goal, cases: tried, won, lost, effect }): Finding => {
    const does = effect === 'none' ? 'makes no difference' : effect;
    const text = `in ${goal} it ${does}: ${won} of ${countOf(tried, 'case')} better with it, ${lost} without`;
    return { text, isAgainst: isIdle || effect === 'harms' };
  });
  if (compared.length + own.length > 0) return [...compared, ...own];
  const { points, of, core, coreOf } = sumsOf(
    cases.flatMap(({ answers }) => answers.filter(({ arm, state }) => arm === subject && state === 'judged')),
  );
  return [{ text: `points ${points} of ${of}, core points ${core} of ${coreOf}`, isAgainst: false }];
}

function speaksAgainst(id: string, finding: string): Problem<CitedEvalProblemCode> {
  return {
    severity: 'error',
    code: 'eval-speaks-against',
    message: `Eval ${id} contradicts it: ${finding}.`,
    hint: 'If it deserves the status anyway, also say why: --why "…".',
  };
}

function noEval(id: string): Problem<CitedEvalProblemCode> {
  const message = `This project has no eval ${JSON.stringify(id.slice(0, 40))}.`;
  const hint = '`orchestrator goals eval` prints the id of the eval at the end.';
  return { severity: 'error', code: 'no-such-eval', message, hint };
}

function notFinished({ id, open }: EvalResults): Problem<CitedEvalProblemCode> {
  const message = `Eval ${id} is not finished: ${countOf(open, 'question')} open.`;
  return { severity: 'error', code: 'eval-not-finished', message, hint: 'Run it again to continue.' };
}

function ofAnother(id: string, { kind, file }: Component): Problem<CitedEvalProblemCode> {
  return {
    severity: 'error',
    code: 'eval-of-another',
    message: `Eval ${id} did not try the ${kind} ${file} as it is now.`,
    hint: 'Run `orchestrator goals eval` with it, and cite that one.',
  };
}
