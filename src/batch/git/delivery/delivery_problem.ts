import type { Problem } from '../../../diagnostics/index.ts';

/** Problems that prevent a batch's delivery to the user's branch. */
export type DeliveryProblemCode =
  | 'nothing-to-merge'
  | 'head-unsettled'
  | 'detached-head'
  | 'merge-under-way'
  | 'merge-conflict'
  | 'file-changed'
  | 'file-in-the-way'
  | 'branch-rewritten'
  | 'branch-moved'
  | 'branch-not-moved'
  | 'files-not-written'
  | 'git-unusable';

/** One such problem, and how to fix it. */
export function deliveryProblem(
  code: DeliveryProblemCode,
  message: string,
  hint?: string,
  file?: string,
): Problem<DeliveryProblemCode> {
  return {
    severity: 'error',
    code,
    message,
    ...(file === undefined ? {} : { file }),
    ...(hint === undefined ? {} : { hint }),
  };
}
