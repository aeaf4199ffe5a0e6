import { findProject, type Project, type StoredBatch } from '../../batch/index.ts';
import { type Result, success } from '../../diagnostics/index.ts';
import { type OpenBatchCode, openBatch } from '../batches/batch_lookup.ts';
import { batchStore } from '../batches/batch_store.ts';
import type { OperationContext } from '../context.ts';

/** A batch, and its project. */
export type OpenedBatch = {
  readonly stored: StoredBatch;
  readonly project: Project;
  /** Whether it is archived, and so never run. */
  readonly isArchived: boolean;
};

/** Reads the manifest of the batch that a person names, archived or not; by default, the newest that is not archived. */
export async function openStoredBatch(
  context: OperationContext,
  wanted: string | undefined,
): Promise<Result<OpenedBatch, OpenBatchCode>> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const opened = await openBatch(context, wanted);
  if (opened.ok) return success({ stored: opened.value, project: project.value, isArchived: false });
  const isAbsent = opened.problems.some(({ code }) => code === 'batch-absent');
  if (!isAbsent || wanted === undefined) return opened;
  const read = await batchStore(context).read(project.value, Number(wanted), { isArchived: true });
  if (read.ok) return success({ stored: read.value, project: project.value, isArchived: true });
  return read.cause === 'usage' ? opened : read;
}
