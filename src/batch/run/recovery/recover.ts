import { basename } from 'node:path';
import { printableLine } from '../../../lib/index.ts';
import {
  endGroup,
  endLeftGroup,
  endMarked,
  type GroupEnd,
  markedProcesses,
  processState,
} from '../../../platform/index.ts';
import { isAncestor, missingCommits } from '../../git/integration/index.ts';
import { listWorktrees, worktreePath } from '../../git/worktrees/index.ts';
import { removeLeftContainers } from '../../safety/sandbox/index.ts';
import type { AttemptRecord } from '../../store/batch_state.ts';
import {
  commitsInDoubt,
  currentAttempt,
  type RecoveryAction,
  type RecoveryFacts,
  recovery,
} from '../../store/state/index.ts';
import { bringProjectBack } from '../gates/gate_place.ts';
import { pinWork } from '../keeping/pin_work.ts';
import { movedElsewhere } from '../merging/head_move_problems.ts';
import { moveTo } from '../merging/integrate.ts';
import { attemptOf, giveUp, markOf, recordOf, removeBatchWorktree, tokenBefore } from '../parts/attempt.ts';
import type {
  RunBatch,
  RunCommands,
  RunJournal,
  RunKeeping,
  RunNotes,
  RunPlacements,
  RunRepository,
  RunSettings,
  RunTermination,
  RunTime,
} from '../parts/run.ts';

/** An attempt that an earlier run has left to be judged or merged. */
export type LeftWork = Extract<RecoveryAction, { do: 'judge' | 'integrate' | 'follow' }>;

type Survivor = Extract<RecoveryAction, { do: 'end-survivor' }>;

type Repair = Exclude<RecoveryAction, LeftWork | Survivor>;

/**
 * Repairs what an earlier run has left: ends surviving processes, moves the head where the journal says, finishes merges, keeps
 * the work of unfinished attempts.
 *
 * @param head - the commit the batch's head is at
 * @returns the attempts this run continues; `undefined` when no action is safe, which was reported
 */
export async function recover(
  run: RunKeeping & RunTime & RunPlacements & RunCommands & RunTermination,
  head: string,
): Promise<readonly LeftWork[] | undefined> {
  await endContainers(run);
  const actions = recovery(run.logbook.state(), await lookAround(run, head));
  const survivors = actions.flatMap((action) => (action.do === 'end-survivor' ? [action] : []));
  for (const action of survivors) {
    if (run.signal.aborted) return undefined;
    await endSurvivor(run, action);
  }
  // After the gates that would do so themselves have ended, and before anything there is taken for work.
  if (run.rules.inPlace) await bringProjectBack(run);
  const left: LeftWork[] = [];
  for (const action of actions) {
    if (run.signal.aborted) return undefined;
    if (action.do === 'end-survivor') continue;
    if (action.do === 'judge' || action.do === 'integrate' || action.do === 'follow') left.push(action);
    else if (!(await applyRepair(run, action))) return undefined;
  }
  return left;
}

/** Ends what attempts and gates left in containers: their mark identifies no processes on this machine. */
async function endContainers({ logbook, env, note }: RunJournal & RunCommands & RunNotes): Promise<void> {
  const tokens = logbook
    .state()
    .phases.flatMap(({ attempts }) => attempts)
    .filter(({ sandbox, place }) => sandbox === 'container' && place === undefined)
    .flatMap(({ token }) => [token, tokenBefore(token)]);
  const why = tokens.length === 0 ? undefined : await removeLeftContainers(tokens, env);
  if (why === undefined) return;
  const message = `Containers of an earlier run may still be running: ${printableLine(why)}.`;
  note({ severity: 'warning', code: 'processes-left', message });
}

/** Collects the facts about what is actually there. */
async function lookAround(
  run: RunBatch & RunRepository & RunJournal & RunSettings & RunPlacements & RunTermination,
  head: string,
): Promise<RecoveryFacts> {
  const { git, repository, logbook, batch, signal } = run;
  const state = logbook.state();
  const context = { git, repository, signal };
  const isBehind =
    state.head !== undefined && head !== state.head && (await isAncestor(context, head, state.head));
  const isAbout = markedProcesses(markOf('').name);
  const lives = ({ token, process, ended, place }: AttemptRecord) =>
    // Processes with the token of an attempt that works elsewhere are handled there, even if that is this very machine.
    (place === undefined && isAbout(token)) ||
    isAbout(tokenBefore(token)) ||
    (ended === undefined && process !== undefined && processState(process) === 'running');
  const attempts = state.phases.flatMap((record) => record.attempts);
  const names = run.rules.inPlace ? [] : listWorktrees(context);
  const own = names.filter((name) => name.startsWith(`${batch.number}-PRP-`));
  // Looked up in the journal: the project may have been moved since.
  const recorded = new Map(attempts.map(({ worktree }) => [basename(worktree), worktree]));
  return {
    head,
    isBehind,
    missing: await missingCommits(context, commitsInDoubt(state)),
    places: new Set(run.placements.keys()),
    survivors: new Set(attempts.filter(lives).map(({ token }) => token)),
    worktrees: new Set(own.map((name) => recorded.get(name) ?? worktreePath(repository, name).path)),
  };
}

async function endSurvivor(
  run: RunSettings & RunTime & RunCommands & RunNotes,
  { process, token }: Survivor,
): Promise<void> {
  const { clock, rules } = run;
  const mark = markOf(token);
  const before = markOf(tokenBefore(token));
  const end = (graceMs: number): Promise<GroupEnd | 'elsewhere'> =>
    process === undefined
      ? endMarked(mark, { graceMs, clock })
      : endLeftGroup(process, { mark, graceMs, clock });
  for (const each of [end, (graceMs: number) => endMarked(before, { graceMs, clock })])
    tellLeft(run, await endGroup({ end: each }, rules.limits.graceMs, run.force));
}

/** Carries out one action; `false` when the run cannot continue. */
async function applyRepair(run: RunKeeping & RunTermination, action: Repair): Promise<boolean> {
  const { logbook, batch } = run;
  switch (action.do) {
    case 'move-head':
      return moveTo(run, action);
    case 'finish-merge': {
      const { phase, attempt, commit, from } = action;
      if (from !== undefined && !(await moveTo(run, { from, to: commit }))) return false;
      return logbook.record({ event: 'merged', phase, attempt, commit });
    }
    case 'pin':
      return pinLeft(run, action);
    case 'reopen': {
      const { phase, attempt: number, why } = action;
      const record = recordOf(run, phase);
      const recorded = currentAttempt(record);
      if (recorded?.number !== number) return true;
      return giveUp(run, attemptOf(run, record, recorded), 'interrupted', `The previous run ended: ${why}.`);
    }
    case 'remove-worktree': {
      const name = action.worktree.slice(action.worktree.lastIndexOf('/') + 1);
      for (const problem of await removeBatchWorktree(run, name))
        run.note({ ...problem, severity: 'warning' });
      return true;
    }
    case 'refuse':
      run.halt(movedElsewhere(batch.number, action.expected, action.actual));
      return false;
  }
}

/** Reports the processes of an earlier run that could not be ended. */
function tellLeft({ note }: RunNotes, end: GroupEnd | 'elsewhere'): void {
  if (end !== 'elsewhere' && end.left === 0) return;
  const message =
    end === 'elsewhere'
      ? 'An earlier run was on another machine; whether any of it is still running cannot be checked from here.'
      : `Processes of an earlier run could not be ended and may still be running: ${end.left}.`;
  note({ severity: 'warning', code: 'processes-left', message });
}

/** Keeps the work an attempt has left. Anything unreadable is lost and reported; the run continues without it. */
async function pinLeft(
  run: RunKeeping & RunTermination,
  action: Extract<RecoveryAction, { do: 'pin' }>,
): Promise<boolean> {
  const { logbook } = run;
  const record = recordOf(run, action.phase);
  const recorded = record.attempts[action.attempt - 1];
  if (recorded === undefined) return true;
  if (recorded.ended === undefined) {
    const { phase, attempt } = action;
    const how = { how: 'lost', code: null, signal: null, seconds: 0 } as const;
    if (!(await logbook.record({ event: 'attempt-ended', phase, attempt, ...how }))) return false;
  }
  const pinned = await pinWork(run, attemptOf(run, record, recorded));
  if (pinned.ok) return true;
  const [fault] = pinned.problems;
  if (pinned.cause === 'environment') {
    // It is still there, and can be kept once the cause is fixed.
    run.halt(...pinned.problems);
    return false;
  }
  run.note({
    severity: 'warning',
    code: 'work-not-kept',
    message: `What attempt ${action.attempt} of phase ${action.phase} had done cannot be saved: ${fault?.message}`,
  });
  return true;
}
