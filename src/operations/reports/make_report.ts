import { batchReport, gatherFacts, type ReportDocument } from '../../batch/index.ts';
import { createReadOnlyGit } from '../../platform/index.ts';
import { batchStore } from '../batches/batch_store.ts';
import type { ViewedBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import type { OpenedBatch } from './open_stored_batch.ts';

/** Makes the report of a batch from a view of it. */
export async function makeReport(
  context: OperationContext,
  { project, isArchived }: Pick<OpenedBatch, 'project' | 'isArchived'>,
  { stored, events, state, isHeld, problems }: ViewedBatch,
): Promise<ReportDocument> {
  const { cwd, env } = context;
  const git = createReadOnlyGit(env);
  const plan = batchStore(context).plan(stored);
  const source = { stored, plan, events, state, isHeld: isHeld && !isArchived, problems };
  return batchReport(await gatherFacts(source, { cwd, root: project.root, git }));
}
