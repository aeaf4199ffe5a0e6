import type { Problem } from '../../../diagnostics/index.ts';

/** Problems with a batch's head. */
export type IntegrationProblemCode = 'branch-taken' | 'head-not-made';

/** One problem with a batch's head, and how to fix it. */
export function integrationProblem(
  code: IntegrationProblemCode,
  message: string,
  hint: string,
): Problem<IntegrationProblemCode> {
  return { severity: 'error', code, message, hint };
}
