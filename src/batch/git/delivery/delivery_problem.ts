import type { Problem } from '../../../diagnostics/index.ts';

/** What can stand in the way of bringing a batch to the user's branch. */
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

/** One thing that stands in the way, and what would mend it. */
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
