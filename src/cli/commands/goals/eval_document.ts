import type { Problem } from '../../../diagnostics/index.ts';
import type { EvalResults } from '../../../operations/index.ts';
import { jsonDocument } from '../../terminal/index.ts';

/** The document that every run of `goals eval` prints with `--json`; `schemas/goals-eval.schema.json` describes it. */
export const EVAL_SCHEMA = 'orchestrator.goals-eval/1';

/** What it holds besides, where there is nothing to tell. */
export const NO_EVAL = { eval: null, preview: null, export: null, results: null, report: null };

/** The document with what is told in it. */
export function evalDocument({
  ok,
  problems,
  ...told
}: { readonly ok: boolean; readonly problems: readonly Problem[] } & Partial<
  Record<keyof typeof NO_EVAL, unknown>
>): string {
  return jsonDocument(EVAL_SCHEMA, { ok, ...NO_EVAL, ...told, problems });
}

/** What stands against letting a change of frameworks through: goals that are behind, or that nothing can be said of. */
export function gateProblems({ goals, open }: EvalResults): Problem[] {
  const behind = goals.flatMap(({ goal, comparison }): Problem[] => {
    if (comparison.behind === false) return [];
    const { against, won, tied, lost, subject, other } = comparison;
    if (comparison.behind === null) {
      const message = `${goal} against ${against}: nothing could be compared.`;
      return [{ severity: 'error', code: 'not-judged', message }];
    }
    const core = `core points ${subject.core} : ${other.core}`;
    const message = `${goal} is behind ${against}: ${won} won, ${tied} tied, ${lost} lost, ${core}.`;
    return [{ severity: 'error', code: 'behind', message }];
  });
  if (open === 0) return behind;
  const message = `The eval is not finished: ${open} questions are open.`;
  return [...behind, { severity: 'error', code: 'eval-unfinished', message }];
}
