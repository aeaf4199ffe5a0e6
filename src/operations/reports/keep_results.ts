import { join } from 'node:path';
import { batchResults, type Project, type StoredBatch } from '../../batch/index.ts';
import { safeJson } from '../../lib/index.ts';
import { replaceFile } from '../../platform/index.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument } from '../document.ts';
import { makeReport } from './make_report.ts';

/** In a batch's folder. */
const RESULTS_FILE = 'results.json';

/** Saves the results of a batch in its folder, before it is archived. @throws the system's error if they cannot be written */
export async function keepResults(
  context: OperationContext,
  { stored, project }: { readonly stored: StoredBatch; readonly project: Project },
): Promise<void> {
  const seen = await viewBatch(context, stored);
  // The archiving process holds the batch, and runs nothing.
  const report = await makeReport(context, { project, isArchived: true }, seen);
  const document = makeDocument('orchestrator.batch-results/1', batchResults(report, seen.state));
  await replaceFile(join(stored.folder, RESULTS_FILE), `${safeJson(document)}\n`);
}
