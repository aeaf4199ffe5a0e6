import type { OperationContext } from '../context.ts';
import type { VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type ChangeEvent, type ChangeRequest, changeBatch } from './change_batch.ts';
import { type BatchPrune, carryOutPrune, preparePrune } from './prepare_prune.ts';

/** What is told of a prune. */
export type PruneEvent = ChangeEvent<BatchPrune>;

/** Drops what nobody needs of a batch any more. */
export function pruneBatch(
  context: OperationContext,
  request: ChangeRequest,
  port: Port<PruneEvent>,
): Promise<VerbResult<'orchestrator.batch-prune/1'>> {
  return changeBatch(
    {
      schema: 'orchestrator.batch-prune/1',
      prepare: () => preparePrune(context, request.batch),
      planned: ({ prune }) => prune,
      carryOut: carryOutPrune,
      question: ({ attempts, worktrees, files }) =>
        attempts.length + worktrees.length + files.length === 0
          ? undefined
          : 'Drop this? It cannot be had back.',
      document: ({ batch, attempts, worktrees, files }) => ({ batch, attempts, worktrees, files }),
    },
    request,
    port,
  );
}
