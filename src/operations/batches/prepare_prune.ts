import { join } from 'node:path';
import {
  type AttemptRecord,
  attemptsPrefix,
  type BatchState,
  type HoldBatchCode,
  RUN_FOLDERS,
  removeWorktree,
  updateRefs,
  type WorktreeProblemCode,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { displayPath, GitRefused, gitFault, gitUnusable, namesIn, removeFile } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type BatchContext, type QuietBatchCode, whileHeld, withQuietBatch } from './batch_context.ts';
import { namesOf, unsavedWorktrees } from './prepare_archive.ts';

/** The parts of a batch that pruning removes. */
export type BatchPrune = {
  readonly batch: number;
  readonly attempts: readonly {
    readonly phase: string;
    readonly number: number;
    readonly why: 'merged' | 'given up';
    readonly ref: string;
    readonly commit: string;
  }[];
  readonly worktrees: readonly string[];
  /** Logs, prompts and heartbeats of attempts, as the user would write the paths. */
  readonly files: readonly string[];
  readonly warnings: readonly Problem[];
};

/** A prune that was planned and not made. */
export type PreparedPrune = { readonly batchContext: BatchContext; readonly prune: BatchPrune };

/** Error codes of {@link preparePrune}. */
export type PreparePruneCode = QuietBatchCode | 'tape-departed';

/** Determines which leftovers of a batch's merged and given-up attempts are no longer needed. Changes nothing. */
export function preparePrune(
  context: OperationContext,
  wanted: string,
): Promise<Result<PreparedPrune, PreparePruneCode>> {
  return withQuietBatch(context, wanted, async (batchContext, { state, warnings }) => {
    const prune = await decide(batchContext, state);
    return success({ batchContext, prune: { ...prune, warnings } });
  });
}

/** Removes what was shown. Anything that was added since stays. */
export async function carryOutPrune({
  batchContext,
  prune,
}: PreparedPrune): Promise<Result<BatchPrune, HoldBatchCode | WorktreeProblemCode | 'tape-departed'>> {
  return whileHeld(batchContext, async ({ state, warnings }) => {
    const decided = await decide(batchContext, state);
    const shown = new Set(prune.attempts.map(({ ref }) => ref));
    const attempts = decided.attempts.filter(({ ref }) => shown.has(ref));
    const files = decided.files.filter((file) => prune.files.includes(file));
    const worktrees = decided.worktrees.filter((name) => prune.worktrees.includes(name));
    for (const name of worktrees) {
      const removed = await removeWorktree(batchContext.worktrees, name);
      if (!removed.ok) return removed;
    }
    for (const file of files) removeFile(join(batchContext.context.cwd, file));
    const updates = attempts.map(({ ref, commit }) => ({ ref, from: commit, to: undefined }));
    const fault =
      updates.length === 0 ? undefined : gitFault(await updateRefs(batchContext.worktrees, updates));
    if (fault !== undefined) return failure('environment', gitUnusable(fault));
    return success({ batch: prune.batch, attempts, worktrees, files, warnings });
  });
}

async function decide(
  { context, stored, worktrees }: BatchContext,
  state: BatchState,
): Promise<Omit<BatchPrune, 'warnings'>> {
  const over = state.phases.flatMap(({ phase, progress, attempts }) =>
    attempts.flatMap((attempt) => {
      const isLast = 'attempt' in progress && progress.attempt === attempt.number;
      const isMerged = progress.state === 'done' && isLast;
      const isUndone = attempt.mergeReady !== undefined && !isLast;
      const why = isMerged ? 'merged' : attempt.failed || isUndone ? 'given up' : undefined;
      return why === undefined ? [] : [{ phase, attempt, why } as const];
    }),
  );
  const refs = await attemptRefs(worktrees, stored.number);
  const attempts = over.flatMap(({ phase, attempt, why }) => {
    const ref = refOf(attempt, refs);
    const commit = ref === undefined ? undefined : refs.get(ref);
    return ref === undefined || commit === undefined
      ? []
      : [{ phase: phase.id, number: attempt.number, why, ref, commit }];
  });
  const names = await namesOf(worktrees, stored.number);
  const underWay = unsavedWorktrees(state, names);
  const files = over.flatMap(({ phase, attempt }) => filesOf(stored.folder, phase.prp, attempt.number));
  return {
    batch: stored.number,
    attempts,
    worktrees: names.filter((name) => !underWay.includes(name)),
    files: files.map((file) => displayPath(context.cwd, file)),
  };
}

/** The refs that keep attempts of a batch, each with its commit. @throws if git fails */
async function attemptRefs(
  { git, repository, signal }: BatchContext['worktrees'],
  batch: number,
): Promise<ReadonlyMap<string, string>> {
  const args = ['for-each-ref', '--format=%(objectname) %(refname)', attemptsPrefix(batch)];
  const outcome = await git.run(repository.top, args, { signal });
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  const lines = outcome.stdout.toString('utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]));
}

/** The ref of an attempt: the one with its commit and its number, regardless of how the phase's id is written in it. */
function refOf({ number, pinned }: AttemptRecord, refs: ReadonlyMap<string, string>): string | undefined {
  const commit = pinned?.commit;
  if (typeof commit !== 'string') return undefined;
  return [...refs].find(([ref, at]) => at === commit && ref.endsWith(`-${number}`))?.[0];
}

/** The files of an attempt in the batch's folder, without the journal. */
function filesOf(folder: string, prp: string, attempt: number): string[] {
  return RUN_FOLDERS.flatMap((below) =>
    namesIn(join(folder, below))
      .filter((name) => name.startsWith(`${prp}-${attempt}.`) || name.startsWith(`${prp}-${attempt}-`))
      .map((name) => join(folder, below, name)),
  );
}
