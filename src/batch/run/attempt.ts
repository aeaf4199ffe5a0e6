import type { Problem } from '../../diagnostics/index.ts';
import type { ProcessMark } from '../../platform/index.ts';
import {
  removeWorktree,
  type Worktree,
  type WorktreeProblemCode,
  worktreeName,
  worktreePath,
} from '../git/worktrees/index.ts';
import { OUTPUT_FOLLOWS } from '../scheduling/index.ts';
import { type AttemptFiles, attemptFiles } from '../store/folder/index.ts';
import { currentAttempt } from '../store/state/index.ts';
import { TOKEN_VARIABLE } from '../store/token_variable.ts';
import type { AttemptRecord, ManifestPhase, NewEvent, PhaseRecord } from '../types.ts';
import { errorFingerprint } from './error_fingerprint.ts';
import { type ExpectedErrorCode, expectedError } from './expected_error.ts';
import { untoldRefusals } from './refusals.ts';
import { placeNumber } from './resume_session.ts';
import type { Run } from './types.ts';

/** One attempt that this run has in hand. */
export type Attempt = {
  readonly phase: ManifestPhase;
  readonly number: number;
  /** The commit that its worktree began at. */
  readonly base: string;
  readonly token: string;
  readonly worktree: Worktree;
  readonly files: AttemptFiles;
};

/** By which whatever an attempt leaves running is found. */
export function markOf(token: string): ProcessMark {
  return { name: TOKEN_VARIABLE, value: token };
}

/**
 * The token of the gates that run on the tree before an attempt. They run at the same time as its executor and its own gates,
 * and whichever ends first ends every process with its token: with the same one they would end each other.
 */
export function tokenBefore(token: string): string {
  return `${token}.before`;
}

/** What the journal tells of a phase. @throws when the batch has no such phase: a decision for it would be wrong */
export function recordOf({ logbook }: Pick<Run, 'logbook'>, id: string): PhaseRecord {
  const found = logbook.state().phases.find(({ phase }) => phase.id === id);
  if (found === undefined) throw new Error(`the batch has no phase ${id}`);
  return found;
}

/** What the journal tells of an attempt under way, as this run goes on with it. */
export function attemptOf(
  { batch, repository, rules }: Run,
  record: PhaseRecord,
  told: AttemptRecord,
): Attempt {
  const { phase } = record;
  const { number, base, token } = told;
  // Named anew: the project may have been moved since, and what is in a file is no reason to work anywhere else.
  const name = worktreeName({ batch: batch.number, prp: phase.prp, attempt: placeNumber(record, number) });
  const worktree = rules.inPlace ? inPlace({ repository }) : worktreePath(repository, name, told.isolation);
  return { phase, number, base, token, worktree, files: attemptFiles(batch.folder, phase, number) };
}

/** Whether the journal still takes what an attempt comes to; a late word of one that was given up counts for nothing. */
export function isUnderWay(run: Run, { phase, number }: Pick<Attempt, 'phase' | 'number'>): boolean {
  return currentAttempt(recordOf(run, phase.id))?.number === number;
}

/** The project itself, as the worktree of a run that works in place. */
export function inPlace({ repository: { project } }: Pick<Run, 'repository'>): Worktree {
  return { name: 'in-place', path: project, project };
}

/**
 * Removes the worktree of an attempt that is over. One that is under way still, or was not kept, is left for the run that goes
 * on with it.
 */
export async function leave(run: Run, attempt: Attempt): Promise<void> {
  if (run.rules.inPlace || !isLeavable(run, attempt)) return;
  // Where that goes wrong it is tried again when the run is over; the attempt is no worse for it.
  await removeOwn(run, attempt.worktree.name);
}

/** Whether nothing is lost with the worktree of an attempt. */
export function isLeavable(run: Run, attempt: Pick<Attempt, 'phase' | 'number'>): boolean {
  if (isUnderWay(run, attempt)) return false;
  const told = recordOf(run, attempt.phase.id).attempts[attempt.number - 1];
  return (
    told?.pinned !== undefined || told?.ended?.how === 'not-started' || told?.ended?.how === 'not-prepared'
  );
}

/** Removes a worktree of this batch's, and says why it can't be removed. */
export async function removeOwn(
  { repository }: Run,
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

/** Gives an attempt up, with what the next one should know. */
export function giveUp(
  run: Run,
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

/** Evidence with more to know: before what was printed, of which the end is what counts. */
function withLines(evidence: string, lines: string): string {
  const at = evidence.indexOf(OUTPUT_FOLLOWS);
  return at === -1
    ? `${evidence}\n${lines.trimEnd()}`
    : `${evidence.slice(0, at).trimEnd()}\n${lines}${evidence.slice(at)}`;
}
