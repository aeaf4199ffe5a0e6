import {
  batchReport,
  batchStats,
  type CountedBatch,
  gatherFacts,
  type ProjectProblemCode,
  type StatsDocument,
} from '../../batch/index.ts';
import { type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { batchStore } from '../batches/batch_store.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import { storedBatches } from './stored_batches.ts';

/** Reads all batches of the project, including archived ones, and counts what they have in common. */
export async function countBatches(
  context: OperationContext,
): Promise<Result<StatsDocument, ProjectProblemCode>> {
  const all = await storedBatches(context);
  if (!all.ok) return all;
  const { project, batches } = all.value;
  const store = batchStore(context);
  const counted: CountedBatch[] = [];
  const problems: Problem[] = [...all.value.problems];
  for (const { stored, isArchived } of batches) {
    const seen = await viewBatch(context, stored);
    const { events, state, isHeld } = seen;
    const plan = store.plan(stored);
    const source = { stored, plan, events, state, isHeld: isHeld && !isArchived, problems: seen.problems };
    const report = batchReport(await gatherFacts(source, { cwd: context.cwd, root: project.root }));
    // A stale review or a running batch is not worth reporting for all of them.
    problems.push(
      ...report.problems.filter(({ severity, code }) => severity !== 'note' && code !== 'review-stale'),
    );
    counted.push({ report, events, isArchived });
  }
  return success(batchStats(counted, sortProblems(problems)));
}
