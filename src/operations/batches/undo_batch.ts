import { success } from '../../diagnostics/index.ts';
import { countOf } from '../../lib/index.ts';
import type { NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type ChangeEvent, type ChangeRequest, changeBatch } from './change_batch.ts';
import {
  type BatchUndo,
  type CarryOutUndoCode,
  carryOutUndo,
  type PrepareUndoCode,
  prepareUndo,
} from './prepare_undo.ts';

/** A request to take phases out of a batch; if none is named, all. */
export type UndoRequest = ChangeRequest & {
  readonly phases?: readonly string[] | undefined;
  /** Also takes out every done phase that depends on them. */
  readonly withDependents?: boolean;
};

/** Events of an undo. */
export type UndoEvent = ChangeEvent<BatchUndo>;

type UndoBatchCode = CarryOutUndoCode | NotConfirmedCode | PrepareUndoCode;

/** Takes phases out of a batch's branch; they wait for the next run. */
export async function undoBatch(
  context: OperationContext,
  request: UndoRequest,
  port: Port<UndoEvent>,
): Promise<VerbResult<'orchestrator.batch-undo/1', UndoBatchCode>> {
  const { batch: wanted, phases = [], withDependents = false, dryRun = false } = request;
  const changed = await changeBatch(
    {
      prepare: () => prepareUndo(context, wanted, { phases, withDependents }),
      planned: ({ undo }) => undo,
      carryOut: carryOutUndo,
      question: ({ batch, phases: out, isLeftOver }) =>
        isLeftOver ? undefined : `Take ${countOf(out.length, 'phase')} out of batch ${batch}?`,
    },
    request,
    port,
  );
  if (!changed.ok) return { ...changed, known: { dryRun } };
  const { batch, phases: out, from, to, isMerged, warnings: problems } = changed.value;
  // A dry run does not report a commit that does not exist.
  const fields = { batch, phases: out, from, to: dryRun ? null : to, merged: isMerged };
  return success(makeDocument('orchestrator.batch-undo/1', { ok: true, dryRun, ...fields, problems }));
}
