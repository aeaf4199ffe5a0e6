import type { RefOwnershipCode, WorktreeProblemCode } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { type BatchContext, besideRepository } from '../batches/batch_context.ts';
import type { OpenBatchCode } from '../batches/batch_lookup.ts';
import type { OperationContext } from '../context.ts';
import { openStoredBatch } from '../reports/open_stored_batch.ts';

/** A batch to review. */
export type ReviewedBatch = BatchContext & {
  /** Whether it is archived; nothing of it is run then. */
  readonly isArchived: boolean;
};

/**
 * Opens a batch to review, archived or not.
 *
 * @param runsGates - whether its gates are run again, which is impossible for an archived batch
 */
export async function openBatchToReview(
  context: OperationContext,
  wanted: string,
  { runsGates }: { readonly runsGates: boolean },
): Promise<Result<ReviewedBatch, OpenBatchCode | RefOwnershipCode | WorktreeProblemCode | 'batch-archived'>> {
  const kept = await openStoredBatch(context, wanted);
  if (!kept.ok) return kept;
  const { project, stored, isArchived } = kept.value;
  if (isArchived && runsGates) return failure('usage', archived(stored.number));
  const opened = await besideRepository(context, project, stored);
  return opened.ok ? success({ ...opened.value, isArchived }) : opened;
}

function archived(batch: number): Problem<'batch-archived'> {
  return {
    severity: 'error',
    code: 'batch-archived',
    message: `Batch ${batch} is archived and can no longer run gates: neither --load-bearing nor --union is possible.`,
    hint: `To review it without them: orchestrator batch review ${batch}`,
  };
}
