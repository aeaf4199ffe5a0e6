import { findProject, type Project, type ProjectProblemCode, type StoredBatch } from '../../batch/index.ts';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { batchStore } from '../batches/batch_store.ts';
import type { OperationContext } from '../context.ts';

/** The most batches read; of more, the newest. */
const MAX_BATCHES = 500;

/** The batches of a project, including archived ones, by number; unreadable ones become problems. */
export type StoredBatches = {
  readonly project: Project;
  readonly batches: readonly { readonly stored: StoredBatch; readonly isArchived: boolean }[];
  readonly problems: readonly Problem[];
};

/** Reads the manifests of all batches of the project. */
export async function storedBatches(
  context: OperationContext,
): Promise<Result<StoredBatches, ProjectProblemCode>> {
  const found = findProject(context.cwd);
  if (!found.ok) return found;
  const project = found.value;
  const store = batchStore(context);
  const all = [true, false]
    .flatMap((isArchived) => store.numbers(project, { isArchived }).map((number) => ({ number, isArchived })))
    .sort((a, b) => a.number - b.number);
  const batches: { stored: StoredBatch; isArchived: boolean }[] = [];
  const problems: Problem[] = [];
  for (const { number, isArchived } of all.slice(-MAX_BATCHES)) {
    const read = await store.read(project, number, { isArchived });
    if (read.ok) batches.push({ stored: read.value, isArchived });
    else problems.push(...read.problems);
  }
  if (all.length > MAX_BATCHES)
    problems.push({
      severity: 'warning',
      code: 'batches-left-out',
      message: `Only the newest ${MAX_BATCHES} of ${all.length} batches are counted.`,
    });
  return success({ project, batches, problems });
}
