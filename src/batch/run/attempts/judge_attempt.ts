import { join } from 'node:path';
import type { Problem } from '../../../diagnostics/index.ts';
import { removeFile } from '../../../platform/index.ts';
import { REPLAY } from '../../executors/index.ts';
import { readResult } from '../../executors/watching/index.ts';
import { reportFiles } from '../../store/folder/index.ts';
import { hasCommands, runGates } from '../gates/run_gates.ts';
import { pinWork } from '../keeping/pin_work.ts';
import { leaveOffTape, recordOnTape } from '../keeping/record_on_tape.ts';
import { integrate } from '../merging/integrate.ts';
import { type Attempt, giveUp } from '../parts/attempt.ts';
import type { Run, RunJournal } from '../parts/run.ts';
import { holdAccount } from './account_holds.ts';
import { type Claim, checkWork, type FinishedWork } from './check_work.ts';

/** Checks an attempt's work, and merges it or gives it up. The result is in the journal. */
export async function judgeAttempt(
  run: Run,
  attempt: Attempt,
  ended: FinishedWork,
  signal: AbortSignal,
): Promise<void> {
  const pinned = await pinWork(run, attempt);
  if (!pinned.ok) {
    const [fault] = pinned.problems;
    if (fault !== undefined) leaveOffTape(run, attempt, fault.message);
    // A fault of the machine is not the attempt's: the next run judges it.
    if (pinned.cause === 'environment') return run.halt(...pinned.problems);
    const reason = fault?.code === 'embedded-repository' ? 'not-held' : 'executor';
    return void (await giveUp(
      run,
      attempt,
      reason,
      [fault?.message, fault?.hint].filter(Boolean).join('\n'),
    ));
  }
  await recordOnTape(run, attempt, ended.end, pinned.value);
  for (const folder of pinned.value.embedded) run.note(embedded(attempt, folder));
  const claim = await recordClaim(run, attempt);
  if (claim === 'ended') return;
  if (run.rules.inPlace) tidyUp(attempt);
  const { changes, unheld } = pinned.value;
  const fault = await checkWork(run, attempt, ended.end, { changes, unheld, claim });
  if (fault === 'ended') return;
  // The wait that was needed during recording is over in a replay.
  const isHeld = fault?.limit !== undefined && run.rules.executor !== REPLAY;
  if (isHeld && !(await holdAccount(run, attempt, fault.limit))) return;
  if (fault !== undefined) return void (await giveUp(run, attempt, fault.reason, fault.evidence));
  const { baseline, watch } = ended;
  const gates = await runGates(
    run,
    attempt,
    { where: 'attempt', worktree: attempt.worktree, commit: pinned.value.commit ?? attempt.base },
    baseline,
    signal,
  );
  if (gates.kind === 'ended') return;
  // If no gate ran, nothing can have changed since the previous check.
  if (hasCommands(attempt.phase.gates) && !(await watch.afterGates())) return;
  if (gates.kind === 'red') return void (await giveUp(run, attempt, 'gate', gates.evidence));
  await integrate(run, attempt, { commit: pinned.value.commit, baseline, watch }, signal);
}

/** Records the executor's claim about its work, if it makes one that can be parsed. */
async function recordClaim(
  { logbook }: RunJournal,
  { phase, number, worktree, token }: Attempt,
): Promise<Claim | 'ended'> {
  const file = join(worktree.project, reportFiles(phase).result);
  const read = readResult(file, { token });
  const event = { event: 'claimed', phase: phase.id, attempt: number } as const;
  if (!read.ok) {
    const [fault] = read.problems;
    if (fault === undefined || fault.code === 'result-missing') return undefined;
    const unreadable = { status: 'unreadable', summary: '', tokens: null, problems: [fault.message] };
    return (await logbook.record({ ...event, ...unreadable })) ? undefined : 'ended';
  }
  const { status, summary, tokens = null, problems = [] } = read.value;
  const isRecorded = await logbook.record({ ...event, status, summary, tokens, problems: [...problems] });
  return isRecorded ? { status, summary, problems } : 'ended';
}

/** In place, the executor's claim is not removed together with a worktree. */
function tidyUp({ phase, worktree }: Attempt): void {
  const { result, heartbeat } = reportFiles(phase);
  for (const file of [result, heartbeat]) removeFile(join(worktree.project, file));
}

function embedded({ phase }: Attempt, folder: string): Problem<'embedded-repository'> {
  const message = `Phase ${phase.id} created its own git repository in ${folder}; its files are included, its commits are not.`;
  return { severity: 'warning', code: 'embedded-repository', message };
}
