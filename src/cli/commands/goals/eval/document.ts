import type { Problem } from '../../../../diagnostics/index.ts';
import { type EvalResults, emptyDocuments, leftOutText } from '../../../../operations/index.ts';
import { type DocumentOf, jsonDocument } from '../../../terminal/index.ts';

/** The document that every run of `goals eval` prints with `--json`. */
export const EVAL_SCHEMA = 'orchestrator.goals-eval/1' as const;

type EvalDocument = DocumentOf<typeof EVAL_SCHEMA>;

/** The document with what is told in it. */
export function evalDocument({
  ok,
  problems,
  ...told
}: Pick<EvalDocument, 'ok' | 'problems'> & Partial<EvalDocument>): string {
  return jsonDocument(EVAL_SCHEMA, { ok, ...emptyDocuments[EVAL_SCHEMA], ...told, problems });
}

/**
 * What stands against letting a change of frameworks through: goals that are behind, and goals of which a case could not be
 * compared or judged, since it might have been lost.
 */
export function gateProblems({ goals, total, open }: EvalResults): Problem[] {
  if (total.length === 0) return [NOTHING_TO_COMPARE];
  const behind = goals.flatMap(({ goal, comparison }): Problem[] => {
    const { against, won, tied, lost, subject, other } = comparison;
    const missing = leftOutText(comparison).map((line): Problem => {
      const message = `${goal} against ${against}: ${line}.`;
      return { severity: 'error', code: 'not-judged', message, hint: NOT_JUDGED_HINT };
    });
    if (comparison.behind === null) {
      const message = `${goal} against ${against}: nothing could be compared.`;
      return [{ severity: 'error', code: 'not-judged', message }, ...missing];
    }
    if (!comparison.behind) return missing;
    const core = `core points ${subject.core} : ${other.core}`;
    const message = `${goal} is behind ${against}: ${won} won, ${tied} tied, ${lost} lost, ${core}.`;
    return [{ severity: 'error', code: 'behind', message }, ...missing];
  });
  if (open === 0) return behind;
  const message = `The eval is not finished: ${open} questions are open.`;
  return [...behind, { severity: 'error', code: 'eval-unfinished', message }];
}

const NOT_JUDGED_HINT = 'Run the same command again: only what is missing is asked for.';

const NOTHING_TO_COMPARE: Problem = {
  severity: 'error',
  code: 'not-judged',
  message: 'There is one arm only, so nothing was compared.',
  hint: 'Name what it is to be held against: --arm plain --arm framework.',
};
