import { failure, type Result, success } from '../../diagnostics/index.ts';
import type { UncheckedPlan } from '../../plan/index.ts';
import { sha256 } from '../../platform/index.ts';
import { type OpenBatchCode, openBatch } from '../batches/batch_lookup.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';

/**
 * The ids of the phases of a plan that a batch has merged. They apply if the batch was made from this plan, or if those phases
 * have the same titles in both.
 */
export async function finishedPhases(
  context: OperationContext,
  { source, phases, file }: UncheckedPlan,
  batch: string,
): Promise<Result<readonly string[], OpenBatchCode | 'batch-of-another-plan'>> {
  const opened = await openBatch(context, batch);
  if (!opened.ok) return opened;
  const { state, manifest } = await viewBatch(context, opened.value);
  const done = state.phases.filter(({ progress }) => progress.state === 'done').map(({ phase }) => phase);
  const isSame = sha256(source) === manifest.plan.sha256;
  const strange = isSame
    ? []
    : done.filter(({ id, title }) => !phases.some((phase) => phase.id === id && phase.title === title));
  if (strange.length === 0) return success(done.map(({ id }) => id));
  return failure('usage', {
    severity: 'error',
    code: 'batch-of-another-plan',
    message: `Batch ${batch} was made from another plan: it has merged ${strange.map(({ id }) => `phase ${id}`).join(', ')}, which is not in this one under that title.`,
    file,
    hint: 'Name the plan that the batch was made from, or remove --batch.',
  });
}
