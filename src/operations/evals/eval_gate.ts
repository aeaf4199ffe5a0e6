import type { Problem } from '../../diagnostics/index.ts';
import { type EvalResults, leftOutText } from '../../evals/index.ts';
import { countOf } from '../../lib/index.ts';

/** Why the gate rejects a change of frameworks. */
export type EvalGateCode = 'behind' | 'eval-unfinished' | 'not-judged';

/**
 * Reasons for the gate to reject a change of frameworks: goals that are behind, and goals with a case that could not be
 * compared or judged, since it might have been lost.
 */
export function gateProblems({ goals, total, open }: EvalResults): Problem<EvalGateCode>[] {
  if (total.length === 0) return [NOTHING_TO_COMPARE];
  const behind = goals.flatMap(({ goal, comparison }): Problem<EvalGateCode>[] => {
    const { against, won, tied, lost, subject, other } = comparison;
    const missing = leftOutText(comparison).map((line): Problem<EvalGateCode> => {
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
  const message = `The eval is not finished: ${countOf(open, 'question')} open.`;
  return [...behind, { severity: 'error', code: 'eval-unfinished', message }];
}

const NOT_JUDGED_HINT = 'Run the same command again: it asks only for what is missing.';

const NOTHING_TO_COMPARE: Problem<'not-judged'> = {
  severity: 'error',
  code: 'not-judged',
  message: 'There is only one arm, so nothing was compared.',
  hint: 'Name what to compare it with: --arm plain --arm framework.',
};
