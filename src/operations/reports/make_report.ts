import { batchReport, gatherFacts, type ReportDocument } from '../../batch/index.ts';
import { createReadOnlyGit } from '../../platform/index.ts';
import type { ViewedBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import type { OpenedBatch } from './open_stored_batch.ts';

/** Makes the report of a batch from a view of it. */
export async function makeReport(
  { cwd, env }: OperationContext,
  { project, isArchived }: Pick<OpenedBatch, 'project' | 'isArchived'>,
  { stored, events, state, isHeld, problems }: ViewedBatch,
): Promise<ReportDocument> {
  const git = createReadOnlyGit(env);
  const source = { stored, events, state, isHeld: isHeld && !isArchived, problems };
  return batchReport(await gatherFacts(source, { cwd, root: project.root, git }));
}
