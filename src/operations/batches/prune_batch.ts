import type { HoldBatchCode } from '../../batch/index.ts';
import { success } from '../../diagnostics/index.ts';
import type { NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type ChangeEvent, type ChangeRequest, changeBatch } from './change_batch.ts';
import { type BatchPrune, carryOutPrune, type PreparePruneCode, preparePrune } from './prepare_prune.ts';

/** Events of pruning. */
export type PruneEvent = ChangeEvent<BatchPrune>;

/** Removes the parts of a batch that are no longer needed. */
export async function pruneBatch(
  context: OperationContext,
  request: ChangeRequest,
  port: Port<PruneEvent>,
): Promise<VerbResult<'orchestrator.batch-prune/1', HoldBatchCode | NotConfirmedCode | PreparePruneCode>> {
  const { dryRun = false } = request;
  const changed = await changeBatch(
    {
      prepare: () => preparePrune(context, request.batch),
      planned: ({ prune }) => prune,
      carryOut: carryOutPrune,
      question: ({ attempts, worktrees, files }) =>
        attempts.length + worktrees.length + files.length === 0
          ? undefined
          : 'Delete this? It cannot be restored.',
    },
    request,
    port,
  );
  if (!changed.ok) return { ...changed, known: { dryRun } };
  const { batch, attempts, worktrees, files, warnings: problems } = changed.value;
  const fields = { batch, attempts, worktrees, files };
  return success(makeDocument('orchestrator.batch-prune/1', { ok: true, dryRun, ...fields, problems }));
}
