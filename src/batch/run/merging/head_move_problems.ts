import type { Problem } from '../../../diagnostics/index.ts';
import { headRef, visibleBranch } from '../../store/refs.ts';
import type { Attempt } from '../parts/attempt.ts';

/** The problem when git could not merge at all, which says nothing about the attempt. */
export function cannotMerge({ phase, number }: Attempt, why: string): Problem<'merge-impossible'> {
  return {
    severity: 'error',
    code: 'merge-impossible',
    message: `Git cannot merge attempt ${number} of phase ${phase.id}: ${why}`,
    hint: 'Fix that and run the batch again: the attempt is kept.',
  };
}

/** The problem when the batch's head was moved by something else. */
export function movedElsewhere(
  batch: number,
  expected: string | undefined,
  actual: string | undefined,
): Problem<'head-elsewhere'> {
  const is = actual === undefined ? 'is gone' : `is at ${actual}`;
  const ref = headRef(batch);
  return {
    severity: 'error',
    code: 'head-elsewhere',
    message: `The head of batch ${batch} ${is}, but by the journal it should be at ${expected ?? 'no commit yet'}: something else moved it. Nothing was changed.`,
    hint:
      expected === undefined
        ? `Delete it: git update-ref -d ${ref}`
        : `To continue from what the journal says: git update-ref ${ref} ${expected}`,
  };
}

/** The problem when git could not move the batch's head. */
export function headNotMoved(batch: number, why: string): Problem<'head-not-moved'> {
  return {
    severity: 'error',
    code: 'head-not-moved',
    message: `The head of batch ${batch} cannot be moved: ${why}`,
    hint: 'Fix that and run the batch again: it continues from here.',
  };
}

/** The problem when the head moved, but the branch that shows it did not. */
export function notShown(batch: number, why: string): Problem<'branch-not-moved'> {
  return {
    severity: 'warning',
    code: 'branch-not-moved',
    message: `The branch ${visibleBranch(batch)} was left where it is: ${why}`,
  };
}
