import { success } from '../../diagnostics/index.ts';
import { countOf } from '../../lib/index.ts';
import type { NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type ChangeEvent, type ChangeRequest, changeBatch } from './change_batch.ts';
import {
  type ArchivedBatch,
  carryOutArchive,
  type PrepareArchiveCode,
  prepareArchive,
} from './prepare_archive.ts';

/** Events of archiving a batch. */
export type ArchiveEvent = ChangeEvent<ArchivedBatch>;

/** Moves a batch to the archive; its branch and pinned commits stay. */
export async function archiveBatch(
  context: OperationContext,
  request: ChangeRequest,
  port: Port<ArchiveEvent>,
): Promise<VerbResult<'orchestrator.batch-archive/1', NotConfirmedCode | PrepareArchiveCode>> {
  const { dryRun = false } = request;
  const changed = await changeBatch(
    {
      prepare: () => prepareArchive(context, request.batch),
      planned: (batch) => batch,
      carryOut: () => carryOutArchive(context, request.batch),
      question: ({ batch, done, phases }) =>
        done === phases
          ? undefined
          : `Only ${done} of ${countOf(phases, 'phase')} are done. Archive batch ${batch}?`,
    },
    request,
    port,
  );
  if (!changed.ok) return { ...changed, known: { dryRun } };
  const { batch, folder, worktrees, warnings: problems } = changed.value;
  const fields = { batch, folder, worktrees };
  return success(makeDocument('orchestrator.batch-archive/1', { ok: true, dryRun, ...fields, problems }));
}
