import type { Problem } from '../../../diagnostics/index.ts';

/** What can be wrong with a batch's head. */
export type IntegrationProblemCode = 'branch-taken' | 'head-not-made';

/** One thing that is wrong with a batch's head, and what would mend it. */
export function integrationProblem(
  code: IntegrationProblemCode,
  message: string,
  hint: string,
): Problem<IntegrationProblemCode> {
  return { severity: 'error', code, message, hint };
}
