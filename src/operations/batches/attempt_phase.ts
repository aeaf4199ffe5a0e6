import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import {
  type BatchHead,
  type BatchManifest,
  batchFold,
  causeInWords,
  type HaltCode,
  type Handover,
  type HandoverCode,
  type HandoverFiles,
  handoverFiles,
  type ManifestPhase,
  manifestDigest,
  mergeAttempt,
  moveHead,
  onePhase,
  type PhaseRecord,
  readHandover,
  resultsIn,
  takeBundle,
  type WorktreeContext,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { displayPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { namedPhase, openBatch } from './batch_lookup.ts';
import { viewBatch } from './batch_view.ts';
import type { BeginAtCode, RunNoticeCode } from './carry_out_run.ts';
import { handOver } from './hand_over.ts';
import { type PrepareRunCode, prepareRun } from './prepare_run.ts';
import { type RunOptions, runSettings } from './run_options.ts';
import type { RunEvent } from './run_whole_batch.ts';
import { type RunWithOverridesCode, runWithOverrides } from './run_with_overrides.ts';

/** The phase of a batch to carry out here, and the place for its result. */
export type AttemptRequest = Omit<RunOptions, 'dryRun' | 'ask' | 'concurrency' | 'retries' | 'inPlace'> & {
  /** The phase, by its id or its PRP. */
  readonly phase: string;
  /** Results of the phases that it continues from: files, or folders that contain them. */
  readonly from?: readonly string[];
  /** The folder for the result (default: this one). */
  readonly to?: string;
  /** The number of the attempt (default: the first). */
  readonly attempt?: number;
  /** The digest of the batch whose commands are approved. */
  readonly approve?: string;
};

/** Error codes of {@link attemptPhase}. */
export type AttemptPhaseCode =
  | PrepareRunCode
  | RunWithOverridesCode
  | HaltCode
  | RunNoticeCode
  | 'batch-has-run'
  | 'bundle-not-written'
  | 'handover-failed'
  | 'handover-foreign'
  | 'unknown-phase';

/**
 * Carries out one phase of a batch where nobody else works on it, from the results of the phases before it, and writes its result
 * for `batch import`. It is judged as in a run, but only the judgement of the importing side counts.
 */
export async function attemptPhase(
  context: OperationContext,
  request: AttemptRequest,
  port: Port<RunEvent>,
): Promise<VerbResult<'orchestrator.batch-attempt/1', AttemptPhaseCode>> {
  const { batch: wanted, phase: named, from = [], to = '.', attempt = 1, approve, yes = false } = request;
  if (!Number.isSafeInteger(attempt) || attempt < 1 || attempt > 1_000_000)
    return failure('usage', usage('--attempt is a whole number from 1 to 1000000.'));
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const { manifest, number: batch } = opened.value;
  const found = namedPhase(manifest, named);
  if (!found.ok) return found;
  const phase = found.value;
  const known = { batch, phase: phase.id };
  const digest = manifestDigest(manifest);
  if (approve !== undefined && approve !== digest)
    return { ...failure('problems', otherBatch(batch)), known };
  const { state } = await viewBatch(context, opened.value);
  if (state.seq > 0) return { ...failure('problems', hasRun(batch)), known };
  const before = readBefore(context.cwd, { batch, digest, from });
  if (!before.ok) return { ...before, known };
  const wishes = runSettings(request);
  if (!wishes.ok) return { ...wishes, known };
  const prepared = await prepareRun(context, {
    ...wishes.value,
    ...{ batch: wanted, onlyPhase: phase.id, retries: 0, concurrency: 1 },
  });
  if (!prepared.ok) return { ...prepared, known };
  const { git, repository, missing } = prepared.value;
  if (repository === undefined) return { ...failure('environment', usage('An attempt needs git.')), known };
  if (missing.length > 0) return { ...failure('environment', ...missing), known };
  for (const problem of withoutWork(phase, manifest, before.value))
    await port.show({ kind: 'note', problem });
  let origin: BatchHead | undefined;
  const ended = await runWithOverrides(
    context,
    prepared.value,
    {
      yes: yes || approve !== undefined,
      given: {
        narrow(held) {
          const fold = batchFold(onePhase(held.manifest, phase.id));
          return { ...held, manifest: onePhase(held.manifest, phase.id), fold, state: fold.initial };
        },
        async origin(within, made) {
          const begun = await beginAt(within, made, { batch, before: before.value });
          if (begun.ok) origin = begun.value;
          return begun;
        },
      },
    },
    port,
  );
  if (!ended.ok) return { ...ended, known };
  const { end, notes } = ended.value;
  const [record] = end.state.phases as [PhaseRecord];
  const problems = sortProblems([...notes, ...(end.kind === 'halted' ? end.problems : [])]);
  const last = record.attempts.at(-1);
  if (last === undefined || origin === undefined)
    return { ...failure(end.kind === 'halted' ? end.cause : 'interrupted', ...problems), known };
  const files = handoverFiles(resolve(context.cwd, to), phase.prp);
  const signal = new AbortController().signal;
  const written = await handOver(
    { git, repository, signal },
    {
      files,
      record,
      origin: origin.base,
      logs: opened.value.folder,
      of: { batch, manifest: digest, attempt, token: randomUUID() },
    },
  );
  if (!written.ok) return { ...written, known };
  const { outcome, commit } = written.value;
  return success(
    makeDocument('orchestrator.batch-attempt/1', {
      ...{ ok: outcome === 'done', ...known, outcome, why: outcome === 'done' ? null : causeInWords(last) },
      result: displayPath(context.cwd, files.result),
      bundle: commit === null ? null : displayPath(context.cwd, files.bundle),
      problems,
    }),
  );
}

/** The result of an earlier phase, with its files. */
type Before = { readonly handover: Handover; readonly files: HandoverFiles };

/** Reads the results of earlier phases; an invalid or failed one is a problem. */
function readBefore(
  cwd: string,
  {
    batch,
    digest,
    from,
  }: { readonly batch: number; readonly digest: string; readonly from: readonly string[] },
): Result<readonly Before[], HandoverCode | 'handover-failed' | 'handover-foreign'> {
  const found: Before[] = [];
  const problems: Problem<HandoverCode | 'handover-failed' | 'handover-foreign'>[] = [];
  for (const path of from) {
    const results = resultsIn(resolve(cwd, path));
    if (!results.ok) problems.push(...results.problems);
    else {
      for (const file of results.value) {
        const read = readHandover(file);
        if (!read.ok) problems.push(...read.problems);
        else if (read.value.batch !== batch || read.value.manifest !== digest)
          problems.push({
            severity: 'error',
            code: 'handover-foreign',
            message: 'It belongs to another batch.',
            file,
          });
        else if (read.value.outcome !== 'done' || read.value.commit === null)
          problems.push({
            severity: 'error',
            code: 'handover-failed',
            message: `Phase ${read.value.phase} failed, so nothing can build on it.`,
            file,
          });
        else found.push({ handover: read.value, files: handoverFiles(resolve(file, '..'), read.value.prp) });
      }
    }
  }
  const shown = problems.map((problem) => ({
    ...problem,
    ...(problem.file && { file: displayPath(cwd, problem.file) }),
  }));
  return problems.length === 0 ? success(found) : failure('problems', ...shown);
}

/** Notes the dependencies without a given result: their work has to be in the commit that is checked out. */
function withoutWork(
  { id, dependencies }: ManifestPhase,
  { phases }: BatchManifest,
  before: readonly Before[],
): Problem<'not-brought'>[] {
  const brought = new Set(before.map(({ handover }) => handover.phase));
  // A result includes the work that it was based on.
  for (const each of brought)
    for (const behind of phases.find((phase) => phase.id === each)?.dependencies ?? []) brought.add(behind);
  const missing = dependencies.filter((each) => !brought.has(each));
  if (missing.length === 0) return [];
  const message = `Phase ${id} depends on ${missing.join(', ')}, but --from has no results for them: their work must already be in the commit that is checked out.`;
  return [{ severity: 'note', code: 'not-brought', message }];
}

/** Merges the results of earlier phases, in order, and moves the batch's head there. */
async function beginAt(
  context: WorktreeContext,
  made: BatchHead,
  { batch, before }: { readonly batch: number; readonly before: readonly Before[] },
): Promise<Result<BatchHead, BeginAtCode>> {
  let { head } = made;
  for (const { handover, files } of before) {
    const { prp, base, commit } = handover;
    if (commit === null) continue;
    const taken = await takeBundle(context, { batch, prp, base, commit, file: files.bundle });
    if (!taken.ok) return taken;
    const message = `${prp}: as it was handed over\n`;
    const merge = await mergeAttempt(context, { head, attempt: commit, base: made.head, message });
    if (merge.kind !== 'merged') {
      const why = merge.kind === 'conflict' ? merge.evidence : merge.why;
      return failure('problems', {
        severity: 'error',
        code: 'before-conflict',
        message: `The results of the earlier phases cannot be merged: ${prp}: ${why}`,
      });
    }
    head = merge.commit;
  }
  if (head === made.head) return success(made);
  const moved = await moveHead(context, { batch, from: made.head, to: head });
  if (moved.kind === 'moved') return success({ base: made.base, head });
  const why = moved.kind === 'fault' ? moved.why : 'somebody else moved it';
  return failure('environment', {
    severity: 'error',
    code: 'head-not-moved',
    message: `The head of batch ${batch} cannot be moved: ${why}`,
  });
}

function usage(message: string): Problem<'usage'> {
  return { severity: 'error', code: 'usage', message };
}

function otherBatch(batch: number): Problem<'not-approved'> {
  return {
    severity: 'error',
    code: 'not-approved',
    message: `Batch ${batch} was changed after it was exported, so its commands are no longer the approved ones. Nothing was started.`,
    hint: `Look at it and export it again: orchestrator batch export ${batch} --as github-actions`,
  };
}

function hasRun(batch: number): Problem<'batch-has-run'> {
  return {
    severity: 'error',
    code: 'batch-has-run',
    message: `Batch ${batch} has already been run here; a single attempt needs a fresh clone. Nothing was started.`,
    hint: `To run its phases here: orchestrator batch run ${batch}`,
  };
}
