import { countOf } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import type { VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type ChangeEvent, type ChangeRequest, changeBatch } from './change_batch.ts';
import { type ArchivedBatch, carryOutArchive, prepareArchive } from './prepare_archive.ts';

/** What is told while a batch is archived. */
export type ArchiveEvent = ChangeEvent<ArchivedBatch>;

/** Moves a batch to the archive; its branch and what is pinned stay. */
export function archiveBatch(
  context: OperationContext,
  request: ChangeRequest,
  port: Port<ArchiveEvent>,
): Promise<VerbResult<'orchestrator.batch-archive/1'>> {
  return changeBatch(
    {
      schema: 'orchestrator.batch-archive/1',
      prepare: () => prepareArchive(context, request.batch),
      planned: (batch) => batch,
      carryOut: () => carryOutArchive(context, request.batch),
      question: ({ batch, done, phases }) =>
        done === phases
          ? undefined
          : `Only ${done} of ${countOf(phases, 'phase')} are done. Put batch ${batch} away?`,
      document: ({ batch, folder, worktrees }) => ({ batch, folder, worktrees }),
    },
    request,
    port,
  );
}
