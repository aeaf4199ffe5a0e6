import {
  archivedNumbers,
  batchNumbers,
  batchReport,
  batchStats,
  type CountedBatch,
  findProject,
  gatherFacts,
  type ProjectProblemCode,
  readBatch,
  type StatsDocument,
} from '../../batch/index.ts';
import { type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';

/** Of more batches, the newest. */
const MOST = 500;

/** Reads all batches of the project, archived ones as well, and counts what they have in common. */
export async function countBatches(
  context: OperationContext,
): Promise<Result<StatsDocument, ProjectProblemCode>> {
  const found = findProject(context.cwd);
  if (!found.ok) return found;
  const project = found.value;
  const archived = { ...project, batches: project.archive };
  const all = [
    ...archivedNumbers(project).map((number) => ({ number, place: archived, isArchived: true })),
    ...batchNumbers(project).map((number) => ({ number, place: project, isArchived: false })),
  ].sort((a, b) => a.number - b.number);
  const counted: CountedBatch[] = [];
  const problems: Problem[] = [];
  for (const { number, place, isArchived } of all.slice(-MOST)) {
    const read = await readBatch(place, number, context.cwd);
    if (!read.ok) {
      problems.push(...read.problems);
      continue;
    }
    const seen = await viewBatch(context, read.value);
    const { stored, events, state, isHeld } = seen;
    const source = { stored, events, state, isHeld: isHeld && !isArchived, problems: seen.problems };
    const report = batchReport(await gatherFacts(source, { cwd: context.cwd, root: project.root }));
    // A review that is stale, or a batch that runs, is nothing to say of all of them.
    problems.push(
      ...report.problems.filter(({ severity, code }) => severity !== 'note' && code !== 'review-stale'),
    );
    counted.push({ report, events, isArchived });
  }
  if (all.length > MOST)
    problems.push({
      severity: 'warning',
      code: 'batches-left-out',
      message: `Only the newest ${MOST} of ${all.length} batches are counted.`,
    });
  return success(batchStats(counted, sortProblems(problems)));
}
