import {
  type BatchManifest,
  type ExpectedErrorCode,
  findProject,
  type ManifestPhase,
  openClaims,
  type Project,
  type ProjectProblemCode,
  type ReadBatchCode,
  type StoredBatch,
  visibleBranch,
} from '../../batch/index.ts';
import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { nearest, shellWord } from '../../lib/index.ts';
import { createReadOnlyGit } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { batchStore } from './batch_store.ts';
import { catchRefusals } from './catch_refusals.ts';
import { forgetCommand, locationOfWork, lostBatches, RESTORE_FOLDER_HINT } from './lost_batches.ts';

/** Error codes of {@link openBatch}. */
export type OpenBatchCode =
  | ExpectedErrorCode
  | ProjectProblemCode
  | ReadBatchCode
  | 'bad-batch-number'
  | 'batch-lost'
  | 'no-batches';

/**
 * Reads the manifest of a batch.
 *
 * @param wanted - its number as typed; if missing, the newest batch
 */
export async function openBatch(
  context: OperationContext,
  wanted: string | undefined,
): Promise<Result<StoredBatch, OpenBatchCode>> {
  const project = findProject(context.cwd);
  const store = batchStore(context);
  if (!project.ok) return project;
  if (wanted === undefined) {
    const newest = store.numbers(project.value).at(-1);
    return newest === undefined ? failure('usage', noBatch()) : store.read(project.value, newest);
  }
  if (!/^[1-9]\d{0,8}$/u.test(wanted)) return failure('usage', badNumber(wanted));
  const read = await store.read(project.value, Number(wanted));
  return read.ok || read.cause !== 'usage'
    ? read
    : absentOrLost(context, project.value, Number(wanted), read);
}

/** Distinguishes a batch that never existed from one whose folder is gone while its work still exists. */
async function absentOrLost(
  context: OperationContext,
  project: Project,
  number: number,
  absent: Failure<ReadBatchCode>,
): Promise<Result<StoredBatch, ExpectedErrorCode | ReadBatchCode | 'batch-lost'>> {
  const claims = await catchRefusals(async () =>
    success(await openClaims(createReadOnlyGit(context.env), project.root)),
  );
  if (!claims.ok) return { ...claims, problems: [...absent.problems, ...claims.problems] };
  if (!lostBatches(context, project, claims.value).includes(number)) return absent;
  return failure('problems', {
    severity: 'error',
    code: 'batch-lost',
    message: `The folder of batch ${number} is gone, and with it the plan and the prompts. ${locationOfWork(number, claims.value)}`,
    hint: `${RESTORE_FOLDER_HINT} To take its work: git merge ${visibleBranch(number)}. To forget it: ${forgetCommand(number)}`,
  });
}

/** Finds a phase by its id in the plan, by its label (`Phase 2a`), or by its number in the batch, `PRP-44.2.1` or `44.2.1`. */
export function namedPhase(
  { phases }: BatchManifest,
  wanted: string,
): Result<ManifestPhase, 'unknown-phase'> {
  const phase =
    phases.find(({ id }) => id === wanted) ??
    phases.find(({ prp }) => prp === wanted || prp === `PRP-${wanted}`) ??
    phases.find(({ id }) => id === /^phase[ -]?(.+)$/iu.exec(wanted)?.[1]?.trim());
  return phase === undefined ? failure('usage', noPhase(wanted, phases)) : success(phase);
}

/** The command that answers a phase's question, or says how to continue a failed one. */
export function answerCommand(batch: number, phase: string): string {
  return `orchestrator batch answer ${batch} ${shellWord(phase)} "..."`;
}

function noBatch(): Problem<'no-batches'> {
  return {
    severity: 'error',
    code: 'no-batches',
    message: 'There are no batches here.',
    hint: 'Create one with: orchestrator batch generate <plan>',
  };
}

function badNumber(wanted: string): Problem<'bad-batch-number'> {
  return {
    severity: 'error',
    code: 'bad-batch-number',
    message: `${JSON.stringify(wanted.slice(0, 60))} is not a batch number.`,
    hint: 'List them with: orchestrator batch list',
  };
}

function noPhase(wanted: string, phases: readonly ManifestPhase[]): Problem<'unknown-phase'> {
  const ids = phases.map(({ id }) => id);
  const meant = nearest(wanted, ids);
  return {
    severity: 'error',
    code: 'unknown-phase',
    message: `The batch has no phase ${JSON.stringify(wanted.slice(0, 60))}.`,
    hint: meant === undefined ? `Its phases are: ${ids.slice(0, 20).join(', ')}.` : `Did you mean ${meant}?`,
  };
}
