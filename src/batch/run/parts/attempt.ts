import type { Problem } from '../../../diagnostics/index.ts';
import type { ProcessMark } from '../../../platform/index.ts';
import type { ManifestPhase } from '../../generated/batch.ts';
import {
  removeWorktree,
  type Worktree,
  type WorktreeProblemCode,
  worktreeName,
  worktreePath,
} from '../../git/worktrees/index.ts';
import { OUTPUT_FOLLOWS } from '../../scheduling/index.ts';
import type { AttemptRecord, NewEvent, PhaseRecord } from '../../store/batch_state.ts';
import { type AttemptFiles, attemptFiles } from '../../store/folder/index.ts';
import { currentAttempt } from '../../store/state/index.ts';
import { TOKEN_VARIABLE } from '../../store/token_variable.ts';
import { errorFingerprint } from './error_fingerprint.ts';
import { type ExpectedErrorCode, expectedError } from './expected_error.ts';
import { untoldRefusals } from './refusals.ts';
import { placeNumber } from './resume_session.ts';
import type { RunBatch, RunJournal, RunRepository, RunSettings } from './run.ts';

/** One attempt this run is working on. */
export type Attempt = {
  readonly phase: ManifestPhase;
  readonly number: number;
  /** The commit its worktree started from. */
  readonly base: string;
  readonly token: string;
  readonly worktree: Worktree;
  readonly files: AttemptFiles;
};

/** The mark that identifies every process an attempt leaves running. */
export function markOf(token: string): ProcessMark {
  return { name: TOKEN_VARIABLE, value: token };
}

/**
 * The token of the gates that run on the tree before an attempt. They run at the same time as its executor and its own gates, and
 * each of these, when it ends, ends every process with its token: with a shared token they would end each other.
 */
export function tokenBefore(token: string): string {
  return `${token}.before`;
}

/** Returns the journal's record of a phase. @throws when the batch has no such phase: a decision for it would be wrong */
export function recordOf({ logbook }: RunJournal, id: string): PhaseRecord {
  const found = logbook.state().phases.find(({ phase }) => phase.id === id);
  if (found === undefined) throw new Error(`the batch has no phase ${id}`);
  return found;
}

/** Returns an attempt under way from the journal, as this run continues it. */
export function attemptOf(
  { batch, repository, rules }: RunBatch & RunRepository & RunSettings,
  record: PhaseRecord,
  recorded: AttemptRecord,
): Attempt {
  const { phase } = record;
  const { number, base, token } = recorded;
  // Derived again: the project may have been moved since, and a path in a file must not decide where work is done.
  const name = worktreeName({ batch: batch.number, prp: phase.prp, attempt: placeNumber(record, number) });
  const worktree = rules.inPlace
    ? projectWorktree({ repository })
    : worktreePath(repository, name, recorded.isolation);
  return { phase, number, base, token, worktree, files: attemptFiles(batch.folder, phase, number) };
}

/** Whether the journal still accepts results of an attempt; late results of one that was given up are ignored. */
export function isUnderWay(run: RunJournal, { phase, number }: Pick<Attempt, 'phase' | 'number'>): boolean {
  return currentAttempt(recordOf(run, phase.id))?.number === number;
}

/** The project itself, as the worktree of a run that works in place. */
export function projectWorktree({ repository: { project } }: Pick<RunRepository, 'repository'>): Worktree {
  return { name: 'in-place', path: project, project };
}

/**
 * Removes the worktree of an attempt that is over. If it is still under way or was not kept, the worktree is left for the run
 * that continues it.
 */
export async function removeAttemptWorktree(
  run: RunRepository & RunJournal & RunSettings,
  attempt: Attempt,
): Promise<void> {
  if (run.rules.inPlace || !isRemovable(run, attempt)) return;
  // If that fails it is retried when the run is over; the attempt is not affected.
  await removeBatchWorktree(run, attempt.worktree.name);
}

/** Whether an attempt's worktree can be removed without losing anything. */
export function isRemovable(run: RunJournal, attempt: Pick<Attempt, 'phase' | 'number'>): boolean {
  if (isUnderWay(run, attempt)) return false;
  const recorded = recordOf(run, attempt.phase.id).attempts[attempt.number - 1];
  return (
    recorded?.pinned !== undefined ||
    recorded?.ended?.how === 'not-started' ||
    recorded?.ended?.how === 'not-prepared'
  );
}

/** Removes a worktree of this batch; returns the reason if it cannot be removed. */
export async function removeBatchWorktree(
  { repository }: RunRepository,
  name: string,
): Promise<readonly Problem<WorktreeProblemCode | ExpectedErrorCode>[]> {
  const { signal } = new AbortController();
  try {
    const removed = await removeWorktree({ repository, signal }, name);
    return removed.ok ? [] : removed.problems;
  } catch (error) {
    const expected = expectedError(error);
    if (expected === undefined) throw error;
    return [expected];
  }
}

/** Gives an attempt up, with information for the next one. */
export function giveUp(
  run: RunBatch & RunJournal,
  { phase, number, worktree }: Attempt,
  reason: Extract<NewEvent, { event: 'attempt-failed' }>['reason'],
  evidence: string,
): Promise<boolean> {
  const { logbook, project } = run;
  const kept = untoldRefusals(recordOf(run, phase.id).attempts[number - 1], evidence);
  return logbook.record({
    event: 'attempt-failed',
    phase: phase.id,
    attempt: number,
    reason,
    evidence: kept === '' ? evidence : withLines(evidence, kept),
    fingerprint: errorFingerprint(reason, evidence, [worktree.path, project.root, worktree.name]),
  });
}

/** Adds lines to the evidence: before the printed output, because the end of that is what counts. */
function withLines(evidence: string, lines: string): string {
  const at = evidence.indexOf(OUTPUT_FOLLOWS);
  return at === -1
    ? `${evidence}\n${lines.trimEnd()}`
    : `${evidence.slice(0, at).trimEnd()}\n${lines}${evidence.slice(at)}`;
}
