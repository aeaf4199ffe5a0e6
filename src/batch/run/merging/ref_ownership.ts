import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import { GitRefused } from '../../../platform/index.ts';
import { type AllRefs, type BatchRefs, readAllRefs } from '../../git/integration/read_refs.ts';
import type { WorktreeContext } from '../../git/worktrees/index.ts';
import type { BatchState } from '../../store/batch_state.ts';
import { type ClaimOwner, writtenClaims } from '../../store/folder/index.ts';
import { batchRefs, visibleBranch } from '../../store/refs.ts';

/** Why the refs under a batch's number do not belong to this batch. */
export type RefOwnershipCode = 'batch-of-another-worktree' | 'refs-found' | 'number-not-claimed';

/** Checks that a batch belongs to this working tree, and to no other of the same repository. */
export function checkOwner(
  { repository }: WorktreeContext,
  batch: number,
): Result<undefined, RefOwnershipCode> {
  const owner = writtenClaims(repository).ownerOf(batch);
  return typeof owner === 'string' ? success(undefined) : failure('problems', ofAnother(batch, owner));
}

/**
 * Checks that any refs under a batch's number are those its journal records; and claims the number if the batch was made by a
 * version without claims. Work found there and unknown to the journal belongs to another batch: nothing continues from it, and
 * nothing is overwritten.
 *
 * @returns the refs, where they had to be read
 */
export async function checkRefs(
  context: WorktreeContext,
  { batch, base }: Pick<BatchState, 'batch' | 'base'>,
): Promise<Result<BatchRefs | undefined, RefOwnershipCode>> {
  const claims = writtenClaims(context.repository);
  const owner = claims.ownerOf(batch);
  if (typeof owner !== 'string') return failure('problems', ofAnother(batch, owner));
  try {
    // If the journal knows where the batch began, the recovery of the batch checks it against the refs.
    const refs = base === undefined ? await readAllRefs(context, batch) : undefined;
    if (refs !== undefined && hasWork(refs)) return failure('problems', found(batch));
    if (owner === 'nobody') await claims.claim(batch);
    return success(refs);
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    const message = `The refs of batch ${batch} cannot be read: ${error.message}`;
    return failure('environment', { severity: 'error', code: 'number-not-claimed', message });
  }
}

/** Whether any work was done under the number: a run that began and died before recording anything has done none. */
function hasWork({ base, head, hasAttempts }: AllRefs): boolean {
  return hasAttempts || (head !== undefined && head !== base);
}

function ofAnother(batch: number, { elsewhere }: Exclude<ClaimOwner, string>): Problem<RefOwnershipCode> {
  const where =
    elsewhere === '.' ? 'the main working tree' : `the linked one .git/${elsewhere} (git worktree list)`;
  return {
    severity: 'error',
    code: 'batch-of-another-worktree',
    message: `The number ${batch} belongs to a batch of another working tree of this repository, ${where}. Nothing was changed.`,
    hint: 'Work on it there, or make a new batch here: orchestrator batch generate <plan>',
  };
}

function found(batch: number): Problem<RefOwnershipCode> {
  return {
    severity: 'error',
    code: 'refs-found',
    message: `There is work of an earlier batch ${batch} in the repository (${batchRefs(batch)}, branch ${visibleBranch(batch)}), but this batch has no journal for it. It was left alone, and nothing was started.`,
    hint: `For a new start under a new number: orchestrator batch generate <plan>. To take that work: git merge ${visibleBranch(batch)}`,
  };
}
