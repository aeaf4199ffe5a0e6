import { batchReport, gatherFacts, type ReportDocument } from '../../batch/index.ts';
import { createLookingGit } from '../../platform/index.ts';
import { batchStore } from '../batches/batch_store.ts';
import type { SeenBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import type { KeptBatch } from './open_kept.ts';

/** Makes the report of a batch from a view of it. */
export async function makeReport(
  context: OperationContext,
  { project, isArchived }: Pick<KeptBatch, 'project' | 'isArchived'>,
  { stored, events, state, isHeld, problems }: SeenBatch,
): Promise<ReportDocument> {
  const { cwd, env } = context;
  const git = createLookingGit(env);
  const plan = batchStore(context).plan(stored);
  const source = { stored, plan, events, state, isHeld: isHeld && !isArchived, problems };
  return batchReport(await gatherFacts(source, { cwd, root: project.root, git }));
}
