import type { ProjectProblemCode, StatsDocument } from '../../batch/index.ts';
import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { countBatches } from './count_batches.ts';

/** Events of {@link reportStats}. */
export type StatsEvent = { readonly kind: 'stats'; readonly stats: StatsDocument };

/** Reports what the batches of the project have in common. */
export async function reportStats(
  context: OperationContext,
  _request: object,
  port: Port<StatsEvent>,
): Promise<VerbResult<'orchestrator.batch-stats/1', ProjectProblemCode>> {
  const counted = await countBatches(context);
  if (!counted.ok) return counted;
  await port.show({ kind: 'stats', stats: counted.value });
  return success(makeDocument('orchestrator.batch-stats/1', counted.value));
}
