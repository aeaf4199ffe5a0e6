import { batchResults, type ResultsDocument } from '../../batch/index.ts';
import { success } from '../../diagnostics/index.ts';
import type { OpenBatchCode } from '../batches/batch_lookup.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { makeReport } from './make_report.ts';
import { openStoredBatch } from './open_stored_batch.ts';

/** Events of {@link reportResults}. */
export type ResultsEvent = { readonly kind: 'results'; readonly results: ResultsDocument };

/** Reports the results and the leftovers of every task of a batch. @param request.batch - by default, the newest */
export async function reportResults(
  context: OperationContext,
  { batch }: { readonly batch?: string | undefined },
  port: Port<ResultsEvent>,
): Promise<VerbResult<'orchestrator.batch-results/1', OpenBatchCode>> {
  const kept = await openStoredBatch(context, batch);
  if (!kept.ok) return kept;
  const seen = await viewBatch(context, kept.value.stored);
  const results = batchResults(await makeReport(context, kept.value, seen), seen.state);
  await port.show({ kind: 'results', results });
  return success(makeDocument('orchestrator.batch-results/1', results));
}
