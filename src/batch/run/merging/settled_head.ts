import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import { gitUnusable } from '../../../platform/index.ts';
import { headOf, isAncestor, missingCommits, moveHead } from '../../git/integration/index.ts';
import type { WorktreeContext } from '../../git/worktrees/worktrees.ts';
import type { BatchState } from '../../store/batch_state.ts';
import { headRef } from '../../store/refs.ts';

/** The current position of a batch's head. */
export type SettledHead = {
  readonly head: string;
  readonly base: string;
  /** The commit the ref is still at, if a crash kept it from moving; the journal takes precedence. */
  readonly behind: string | undefined;
};

/** Why a batch's head is not reliable. */
export type HeadProblemCode = 'never-ran' | 'head-unsettled' | 'head-elsewhere';

/** Returns a batch's head, if the journal and git agree. @throws when git cannot be run */
export async function settledHead(
  context: WorktreeContext,
  state: BatchState,
): Promise<Result<SettledHead, HeadProblemCode>> {
  const { batch, head, base } = state;
  const actual = await headOf(context, batch);
  if (head === undefined || base === undefined) return failure('problems', neverRan(batch));
  if (actual === head) return success({ head, base, behind: undefined });
  const wasProven = state.phases.some(({ progress, attempts }) => {
    const number = 'attempt' in progress && progress.state !== 'done' ? progress.attempt : 0;
    return actual !== undefined && attempts[number - 1]?.mergeReady?.commit === actual;
  });
  const isThere = !(await missingCommits(context, [head])).has(head);
  // If a batch without work was restarted, one base need not be an ancestor of the other.
  const began = actual !== undefined && [base, ...state.origins].includes(actual);
  const isBehind = began || (actual !== undefined && (await isAncestor(context, actual, head)));
  if (!wasProven && isThere && isBehind) return success({ head, base, behind: actual });
  return failure('problems', wasProven ? unsettled(batch) : elsewhere(batch, head, actual));
}

/** Moves a head that stayed behind to where the journal says. The caller must hold the batch. */
export async function settleHead(
  context: WorktreeContext,
  batch: number,
  { head, behind }: SettledHead,
): Promise<Result<undefined, HeadProblemCode | 'git-unusable'>> {
  if (behind === undefined) return success(undefined);
  const move = await moveHead(context, { batch, from: behind, to: head });
  if (move.kind === 'moved') return success(undefined);
  if (move.kind === 'fault') return failure('environment', gitUnusable(move.why));
  return failure('problems', elsewhere(batch, head, move.actual));
}

function neverRan(batch: number): Problem<HeadProblemCode> {
  return {
    severity: 'error',
    code: 'never-ran',
    message: `Batch ${batch} has not run yet, so it has no work yet.`,
    hint: `orchestrator batch run ${batch}`,
  };
}

function unsettled(batch: number): Problem<HeadProblemCode> {
  return {
    severity: 'error',
    code: 'head-unsettled',
    message: `The last run of batch ${batch} ended in the middle of a merge. Nothing was changed.`,
    hint: `To finish it: orchestrator batch run ${batch}`,
  };
}

function elsewhere(batch: number, expected: string, actual: string | undefined): Problem<HeadProblemCode> {
  return {
    severity: 'error',
    code: 'head-elsewhere',
    message: `Another process moved the head of batch ${batch}: it is ${actual === undefined ? 'gone' : `at ${actual}`}, and the journal has it at ${expected}. Nothing was changed.`,
    hint: `If that was not intended: git update-ref ${headRef(batch)} ${expected}`,
  };
}
