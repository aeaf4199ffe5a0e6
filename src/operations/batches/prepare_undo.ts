import {
  type BatchState,
  type ExpectedErrorCode,
  type HeadProblemCode,
  type HoldBatchCode,
  isAncestor,
  type JournalProblemCode,
  moveHead,
  type PhaseRecord,
  planUndo,
  type SettledHead,
  settledHead,
  settleHead,
  userPlace,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { GitRefused, gitUnusable } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import {
  type BatchContext,
  headNotMoved,
  type QuietBatchCode,
  whileHeld,
  withQuietBatch,
} from './batch_context.ts';
import { namedPhase } from './batch_lookup.ts';

/** An undo of phases that was made, or would be. */
export type BatchUndo = {
  readonly batch: number;
  /** In manifest order. */
  readonly phases: readonly { readonly id: string; readonly prp: string; readonly title: string }[];
  readonly from: string;
  /** The head after the undo. */
  readonly to: string;
  /** Whether the user's branch already contains some of it, and keeps it until the batch is merged again. */
  readonly isMerged: boolean;
  /** Whether it was recorded before and interrupted: only the batch's branch still has to be moved to the recorded head. */
  readonly isLeftOver: boolean;
  readonly warnings: readonly Problem[];
};

/** The phases to take out; if none is named, all. */
export type UndoSelection = { readonly phases: readonly string[]; readonly withDependents: boolean };

/** An undo that was planned and not made. */
export type PreparedUndo = {
  readonly batchContext: BatchContext;
  readonly request: UndoSelection;
  readonly undo: BatchUndo;
};

/** Error codes of {@link prepareUndo}. */
export type PrepareUndoCode =
  | QuietBatchCode
  | UndoProblemCode
  | 'head-elsewhere'
  | 'head-unsettled'
  | 'never-ran';

/** Computes the head of a batch without some of its phases, or without any. Changes nothing. */
export function prepareUndo(
  context: OperationContext,
  wanted: string,
  request: UndoSelection,
): Promise<Result<PreparedUndo, PrepareUndoCode>> {
  return withQuietBatch(context, wanted, async (batchContext, { state, warnings }) => {
    const settled = await settledHead(batchContext.worktrees, state);
    if (!settled.ok) return settled;
    const undo = await decide(batchContext, request, state, settled.value);
    const left = undo.ok ? undefined : leftOver(request, state, settled.value, undo.problems);
    if (left !== undefined) return success({ batchContext, request, undo: { ...left, warnings } });
    return undo.ok ? success({ batchContext, request, undo: { ...undo.value, warnings } }) : undo;
  });
}

/** Error codes of {@link carryOutUndo}. */
export type CarryOutUndoCode =
  | UndoProblemCode
  | HeadProblemCode
  | HoldBatchCode
  | ExpectedErrorCode
  | JournalProblemCode
  | 'head-moved-meanwhile'
  | 'head-not-moved';

/** Moves the batch's head to a commit without the phases; they wait again. */
export async function carryOutUndo({
  batchContext,
  request,
  undo,
}: PreparedUndo): Promise<Result<BatchUndo, CarryOutUndoCode>> {
  return whileHeld(
    batchContext,
    async ({ number, state, record, warnings }): Promise<Result<BatchUndo, CarryOutUndoCode>> => {
      const { worktrees } = batchContext;
      const settled = await settledHead(worktrees, state);
      if (!settled.ok) return settled;
      const moved = await settleHead(worktrees, number, settled.value);
      if (!moved.ok) return moved;
      if (undo.isLeftOver) return success({ ...undo, warnings });
      const decided = await decide(batchContext, request, state, settled.value);
      if (!decided.ok) return decided;
      const { from, to, phases } = decided.value;
      if (from !== undo.from) return failure('problems', movedMeanwhile(number));
      // Recorded first: after a crash in between, the next process completes it.
      const undone = phases.map(({ id }) => id);
      const said = await record({ event: 'head-moved', from, to, undone, why: 'undo' });
      if (!said.ok) return said;
      const move = await moveHead(worktrees, { batch: number, from, to });
      if (move.kind !== 'moved')
        return failure('environment', headNotMoved('The undo is recorded', number, move));
      const left = move.visible === 'moved' ? [] : [notShown(move.visible['not-moved'])];
      return success({ ...decided.value, warnings: [...warnings, ...left] });
    },
  );
}

/**
 * The remaining work of an undo that was interrupted between journal and branch, if the request is already recorded: reporting
 * that the phases are not in the branch would not be true yet.
 */
function leftOver(
  { phases: wanted }: UndoSelection,
  { batch }: BatchState,
  { head, behind }: SettledHead,
  problems: readonly Problem[],
): Omit<BatchUndo, 'warnings'> | undefined {
  if (behind === undefined) return undefined;
  const isRecorded = problems.every(({ code }) => code === 'phase-not-done' || code === 'nothing-done');
  if (!isRecorded || problems.length < Math.max(1, wanted.length)) return undefined;
  return { batch, phases: [], from: behind, to: head, isMerged: false, isLeftOver: true };
}

type UndoProblemCode =
  | 'git-unusable'
  | 'nothing-done'
  | 'phase-needed'
  | 'phase-not-done'
  | 'undo-conflict'
  | 'unknown-phase';

async function decide(
  { stored, worktrees }: BatchContext,
  { phases: wanted, withDependents }: UndoSelection,
  state: BatchState,
  { head, base }: SettledHead,
): Promise<Result<Omit<BatchUndo, 'warnings'>, UndoProblemCode>> {
  const { manifest, number } = stored;
  const chosen = new Set<string>();
  const problems: Problem<'nothing-done' | 'phase-needed' | 'phase-not-done'>[] = [];
  for (const name of wanted) {
    const phase = namedPhase(manifest, name);
    if (!phase.ok) return phase;
    const record = state.phases.find((candidate) => candidate.phase.id === phase.value.id);
    if (record?.progress.state === 'done') chosen.add(phase.value.id);
    else problems.push(notDone(phase.value.id, record?.progress.state ?? 'waiting'));
  }
  const done = state.phases.filter(({ progress }) => progress.state === 'done');
  const dependents = dependentsOf(chosen, state.phases).filter((id) =>
    done.some(({ phase }) => phase.id === id),
  );
  if (dependents.length > 0 && !withDependents) problems.push(needed([...chosen], dependents));
  if (done.length === 0 && problems.length === 0) problems.push(nothingDone(number));
  if (problems.length > 0) return failure('problems', ...problems);
  const ids =
    wanted.length === 0 ? new Set(done.map(({ phase }) => phase.id)) : new Set([...chosen, ...dependents]);
  const out = done.filter(({ phase }) => ids.has(phase.id));
  const lines = out.map(({ phase }) => `${phase.prp}: ${phase.title}\n`).join('');
  const merges = await newestFirst(worktrees, { head, base }, out);
  const plan = await planUndo(worktrees, {
    head,
    // Commits merged from the user's branch do not belong to the batch, so they are kept.
    merges: out.length === done.length && state.origins.length === 0 ? { all: true, base } : merges,
    message: `Undo in batch ${number}\n\n${lines}`,
  });
  if (plan.kind === 'fault') return failure('environment', gitUnusable(plan.why));
  if (plan.kind === 'conflict') return failure('problems', ...plan.files.map(inConflict));
  const { commit } = await userPlace(worktrees);
  const merged = await Promise.all(merges.map((merge) => isAncestor(worktrees, merge, commit)));
  return success({
    batch: number,
    phases: out.map(({ phase: { id, prp, title } }) => ({ id, prp, title })),
    from: head,
    to: plan.commit,
    isMerged: merged.includes(true),
    isLeftOver: false,
  });
}

/** The phases that depend on some others, directly or indirectly, without those themselves. */
function dependentsOf(ids: ReadonlySet<string>, phases: readonly PhaseRecord[]): string[] {
  const found = new Set(ids);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { phase } of phases)
      if (phase.dependencies.some((need) => found.has(need))) found.add(phase.id);
  }
  return [...found].filter((id) => !ids.has(id));
}

/** The merge commits of phases, latest first by their order among the head's first parents. */
async function newestFirst(
  { git, repository, signal }: BatchContext['worktrees'],
  { head, base }: Pick<SettledHead, 'head' | 'base'>,
  phases: readonly PhaseRecord[],
): Promise<string[]> {
  const args = ['rev-list', '--first-parent', head, `^${base}`];
  const outcome = await git.run(repository.top, args, { signal });
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  const line = outcome.stdout.toString('utf8').split('\n');
  const commits = phases.flatMap(({ progress }) => (progress.state === 'done' ? [progress.mergedAs] : []));
  return commits.sort((a, b) => line.indexOf(a) - line.indexOf(b));
}

function notDone(id: string, state: string): Problem<'phase-not-done'> {
  const message = `Phase ${id} is ${state}, so the batch's branch has none of its work.`;
  return { severity: 'error', code: 'phase-not-done', message };
}

function needed(ids: readonly string[], dependents: readonly string[]): Problem<'phase-needed'> {
  const all = [...ids, ...dependents].map((id) => `--phase ${id}`).join(' ');
  return {
    severity: 'error',
    code: 'phase-needed',
    message: `Done phases depend on ${ids.join(', ')}: ${dependents.join(', ')}.`,
    hint: `Take them out as well with --with-dependents, or name them: ${all}`,
  };
}

function nothingDone(batch: number): Problem<'nothing-done'> {
  const message = `No phase of batch ${batch} is done, so there is nothing to take out.`;
  return { severity: 'error', code: 'nothing-done', message };
}

function inConflict(file: string): Problem<'undo-conflict'> {
  return {
    severity: 'error',
    code: 'undo-conflict',
    message: 'A later phase changed it in the same places, so one cannot be taken out without the other.',
    file,
    hint: 'Take that phase out as well (another --phase), or all of them (no --phase).',
  };
}

function movedMeanwhile(batch: number): Problem<'head-moved-meanwhile'> {
  const message = `The head of batch ${batch} moved in the meantime. Nothing was changed.`;
  return { severity: 'error', code: 'head-moved-meanwhile', message, hint: 'Look again.' };
}

function notShown(why: string): Problem<'branch-not-moved'> {
  return {
    severity: 'warning',
    code: 'branch-not-moved',
    message: `The batch's branch was not updated: ${why}.`,
    hint: 'The batch itself is up to date; its branch only mirrors it, and is updated once nothing blocks it.',
  };
}
