import type { ProcessIdentity } from '../../generated/batch.event.ts';
import type { AttemptRecord, BatchState, PhaseRecord } from '../batch_state.ts';
import { currentAttempt } from './current_attempt.ts';

/** The facts a resume finds outside the journal. */
export type RecoveryFacts = {
  /** The commit the batch's head is at; `undefined` if there is no such ref. */
  readonly head: string | undefined;
  /** Whether the head could be fast-forwarded to {@link BatchState.head}: it is an ancestor of that commit, which exists. */
  readonly isBehind: boolean;
  /** Those of {@link commitsInDoubt} that are no longer in the repository. */
  readonly missing: ReadonlySet<string>;
  /** The tokens of attempts with a process still running, found by its identity or by the token in its environment. */
  readonly survivors: ReadonlySet<string>;
  /** The placements that can be asked about attempts begun there; absent if there are none. */
  readonly places?: ReadonlySet<string>;
  /** The worktrees of this batch's attempts that are on the disk. */
  readonly worktrees: ReadonlySet<string>;
};

type OfAttempt = { readonly phase: string; readonly attempt: number };

/**
 * An action of a resume before it continues, in the given order. Each can be repeated, so that a crash meanwhile does no harm;
 * its records are in brackets.
 */
export type RecoveryAction =
  /** End the surviving processes of an attempt: its group and every process with its token. */
  | (OfAttempt & {
      readonly do: 'end-survivor';
      readonly process: ProcessIdentity | undefined;
      readonly token: string;
    })
  /** Move the batch's head, and the branch that shows it, to where the journal says. */
  | { readonly do: 'move-head'; readonly from: string | undefined; readonly to: string }
  /** The head was proven and has moved, or moves now from `from`: record it. [merged] */
  | (OfAttempt & { readonly do: 'finish-merge'; readonly commit: string; readonly from: string | undefined })
  /** Keep the content of the worktree under the attempt's ref. [attempt-ended as lost where it had not ended, attempt-pinned] */
  | (OfAttempt & { readonly do: 'pin'; readonly worktree: string; readonly base: string })
  /** Give the attempt up as interrupted, which costs no retry. [attempt-failed] */
  | (OfAttempt & { readonly do: 'reopen'; readonly why: string })
  /** Its executor works elsewhere, and may still do so, or have ended since: take it over. [as in any run] */
  | (OfAttempt & { readonly do: 'follow' })
  /** Continue after the end of the executor: pin, if that is not done, and check. [as in any run] */
  | (OfAttempt & { readonly do: 'judge'; readonly isPinned: boolean })
  /** Merge the proven result, with the current head. [as in any run] */
  | (OfAttempt & { readonly do: 'integrate' })
  /** Nothing in it is needed any longer. */
  | { readonly do: 'remove-worktree'; readonly worktree: string }
  /** Something else moved the head: no action is safe. */
  | { readonly do: 'refuse'; readonly expected: string; readonly actual: string | undefined };

/** The commits that {@link RecoveryFacts.missing} is determined for. */
export function commitsInDoubt(state: BatchState): string[] {
  const underWay = state.phases.flatMap((record) => currentAttempt(record) ?? []);
  const commits = underWay.flatMap(({ pinned, mergeReady }) => [pinned?.commit, mergeReady?.commit]);
  return [...new Set([state.head, ...commits])].filter((commit) => typeof commit === 'string');
}

/**
 * Returns the actions of a resume, from the journal and the facts. Pure: the caller collects the facts first and acts afterwards.
 *
 * The head is checked before any attempt: the head alone shows whether a merge was made, so that it is made exactly once, however
 * close to it the crash was.
 */
export function recovery(state: BatchState, facts: RecoveryFacts): RecoveryAction[] {
  const underWay = state.phases.flatMap((record) => {
    const attempt = currentAttempt(record);
    return attempt === undefined ? [] : [{ record, attempt }];
  });
  const survivors = state.phases.flatMap((record) => survivorsOf(record, facts));
  const { actions, head } = repairHead(state, facts);
  if (actions.some((action) => action.do === 'refuse')) return [...survivors, ...actions];
  const goingOn = underWay.flatMap(({ record, attempt }) => continueAttempt(record, attempt, facts, head));
  const isWork = ({ do: kind }: RecoveryAction) =>
    kind === 'judge' || kind === 'integrate' || kind === 'follow';
  return [
    ...survivors,
    ...actions,
    ...goingOn.filter((action) => !isWork(action)),
    ...leftWorktrees(state, facts, goingOn),
    ...goingOn.filter(isWork),
  ];
}

/** Includes attempts that were given up: their end may have been recorded but not carried out before the crash. */
function survivorsOf({ phase, attempts }: PhaseRecord, { survivors }: RecoveryFacts): RecoveryAction[] {
  return attempts
    .filter(({ token }) => survivors.has(token))
    .map(({ number, process, token }) => ({
      do: 'end-survivor',
      phase: phase.id,
      attempt: number,
      process,
      token,
    }));
}

/** Moves the head to where all recorded moves lead; pending merges aside. */
function repairHead(
  state: BatchState,
  { head, isBehind, missing }: RecoveryFacts,
): { readonly actions: RecoveryAction[]; readonly head: string | undefined } {
  const expected = state.head;
  if (expected === undefined || head === expected) return { actions: [], head };
  // The last action before the crash was to move it, and only the record was missing.
  if (
    state.phases.some((record) => currentAttempt(record)?.mergeReady?.commit === head && head !== undefined)
  )
    return { actions: [], head };
  if (isBehind || (head === undefined && !missing.has(expected)))
    return { actions: [{ do: 'move-head', from: head, to: expected }], head: expected };
  return { actions: [{ do: 'refuse', expected, actual: head }], head };
}

/** Returns the actions for the attempt that a phase had under way. */
function continueAttempt(
  { phase }: PhaseRecord,
  attempt: AttemptRecord,
  { missing, worktrees, places }: RecoveryFacts,
  head: string | undefined,
): RecoveryAction[] {
  const of = { phase: phase.id, attempt: attempt.number };
  const { worktree, base, ended, pinned, mergeReady, gates } = attempt;
  const pin: RecoveryAction[] = worktrees.has(worktree) ? [{ do: 'pin', ...of, worktree, base }] : [];
  if (mergeReady !== undefined) {
    const { commit, parent } = mergeReady;
    if (head === commit) return [{ do: 'finish-merge', ...of, commit, from: undefined }];
    if (head === parent && !missing.has(commit)) return [{ do: 'finish-merge', ...of, commit, from: parent }];
  }
  if (pinned !== undefined) {
    const { commit } = pinned;
    if (commit !== null && missing.has(commit))
      return [...pin, { do: 'reopen', ...of, why: 'its work is no longer in the repository' }];
    const wasProven = mergeReady !== undefined || gates.some(({ where }) => where === 'merged');
    if (ended === undefined || ended.how === 'lost' || ended.how === 'stopped')
      return [{ do: 'reopen', ...of, why: 'it was interrupted' }];
    return [
      wasProven && commit !== null ? { do: 'integrate', ...of } : { do: 'judge', ...of, isPinned: true },
    ];
  }
  if (ended === undefined && attempt.place !== undefined && places?.has(attempt.place))
    return [{ do: 'follow', ...of }];
  if (ended === undefined || ended.how === 'lost' || ended.how === 'stopped')
    return [...pin, { do: 'reopen', ...of, why: 'it was interrupted' }];
  if (pin.length === 0)
    return [{ do: 'reopen', ...of, why: 'its worktree was gone before it could be checked' }];
  return [{ do: 'judge', ...of, isPinned: false }];
}

/** The worktrees that are no longer used. One whose attempt was given up before it was pinned is pinned first. */
function leftWorktrees(
  state: BatchState,
  { worktrees }: RecoveryFacts,
  goingOn: readonly RecoveryAction[],
): RecoveryAction[] {
  const judged = new Set(
    goingOn.flatMap((action) => (action.do === 'judge' || action.do === 'follow' ? [action.phase] : [])),
  );
  const needed = new Set<string>();
  const unpinned = new Map<string, RecoveryAction>();
  for (const record of state.phases) {
    const { id } = record.phase;
    const current = currentAttempt(record);
    if (current !== undefined && judged.has(id)) needed.add(current.worktree);
    for (const attempt of record.attempts) {
      const { worktree, base, number, pinned } = attempt;
      if (attempt !== current && pinned === undefined)
        unpinned.set(worktree, { do: 'pin', phase: id, attempt: number, worktree, base });
    }
  }
  return [...worktrees].sort().flatMap((worktree): RecoveryAction[] => {
    if (needed.has(worktree)) return [];
    const pin = unpinned.get(worktree);
    return [...(pin === undefined ? [] : [pin]), { do: 'remove-worktree', worktree }];
  });
}
