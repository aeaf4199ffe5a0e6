import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import {
  handoverFiles,
  manifestDigest,
  type PhaseRecord,
  type WorktreeProblemCode,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { createReadOnlyGit, displayPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { openProjectRepository } from './batch_context.ts';
import { type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { viewBatch } from './batch_view.ts';
import { catchRefusals } from './catch_refusals.ts';
import { handOver } from './hand_over.ts';

/** The exported results of a batch, to be judged elsewhere. */
export type ExportedResults = {
  readonly batch: number;
  /** The path as the user would write it. */
  readonly folder: string;
  readonly phases: readonly { readonly phase: string; readonly prp: string }[];
};

/** Error codes of {@link exportResults}. */
type ExportResultsCode =
  | OpenBatchCode
  | WorktreeProblemCode
  | 'batch-held'
  | 'bundle-not-written'
  | 'nothing-to-export';

/**
 * Writes the result of each phase of a batch into a folder, for `batch import` where the batch is. Phases without attempts
 * and interrupted attempts have no result yet.
 */
export async function exportResults(
  context: OperationContext,
  { batch: wanted, to }: { readonly batch: string; readonly to: string },
): Promise<Result<ExportedResults, ExportResultsCode>> {
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const { number: batch, folder: logs, manifest } = opened.value;
  const { state, isHeld } = await viewBatch(context, opened.value);
  if (isHeld) return failure('problems', isRun(batch));
  const git = createReadOnlyGit(context.env);
  const repository = await openProjectRepository(context);
  if (!repository.ok) return repository;
  const folder = resolve(context.cwd, to);
  const gitContext = { git, repository: repository.value, signal: new AbortController().signal };
  const records = state.phases.filter(cameToSomething);
  const { base } = state;
  if (base === undefined || records.length === 0) return failure('problems', nothingDone(batch));
  for (const record of records) {
    const written = await catchRefusals(() =>
      handOver(gitContext, {
        files: handoverFiles(folder, record.phase.prp),
        record,
        origin: base,
        logs,
        of: {
          batch,
          manifest: manifestDigest(manifest),
          attempt: record.attempts.length,
          token: randomUUID(),
        },
      }),
    );
    if (!written.ok) return written;
  }
  return success({
    batch,
    folder: displayPath(context.cwd, folder),
    phases: records.map(({ phase: { id, prp } }) => ({ phase: id, prp })),
  });
}

function cameToSomething({ progress, attempts }: PhaseRecord): boolean {
  const failed = attempts.at(-1)?.failed;
  return progress.state === 'done' || (failed !== undefined && failed.reason !== 'interrupted');
}

function isRun(batch: number): Problem<'batch-held'> {
  return {
    severity: 'error',
    code: 'batch-held',
    message: `Batch ${batch} is running; its results are known only when the run has ended. Nothing was written.`,
  };
}

function nothingDone(batch: number): Problem<'nothing-to-export'> {
  return {
    severity: 'error',
    code: 'nothing-to-export',
    message: `No phase of batch ${batch} has a result yet. Nothing was written.`,
    hint: `To run it: orchestrator batch run ${batch}`,
  };
}
