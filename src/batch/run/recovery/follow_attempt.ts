import { agentOf } from '../../executors/agents/index.ts';
import type { JobNews } from '../../executors/executor.ts';
import { runPlacedJob } from '../../executors/index.ts';
import type { AttemptRecord } from '../../store/batch_state.ts';
import { placementOf, resumedPlacedJob, tidyPlacement } from '../attempts/placed_job.ts';
import { afterWork, entryOf, hearing, jobOf } from '../attempts/run_attempt.ts';
import type { BaselineRun } from '../gates/baseline_gates.ts';
import type { Watch } from '../keeping/tampering.ts';
import { type Attempt, removeAttemptWorktree } from '../parts/attempt.ts';
import type { Run } from '../parts/run.ts';

/** Takes over an attempt that an earlier run began at a placement: it may have ended since, or still be under way. */
export async function followAttempt(
  run: Run,
  attempt: Attempt,
  recorded: AttemptRecord,
  { baseline, watch }: { readonly baseline: BaselineRun; readonly watch: Watch },
  signal: AbortSignal,
): Promise<void> {
  const placement = placementOf(run, recorded.place ?? '');
  const agent = agentOf(recorded.executor, recorded.argv, recorded.protocol);
  const job = jobOf(run, attempt, signal);
  const placed = resumedPlacedJob(run, attempt, placement);
  const leaveWork = run.room.atWork(attempt.phase.id);
  const nothing = { argv: ['true'], promptOn: 'stdin', sets: {}, names: [], copies: {} } as const;
  const written: Promise<boolean>[] = [];
  // Its job may be queued again under another name.
  const emit = (news: JobNews) => {
    const entry = entryOf(attempt, news, true);
    if (entry === undefined) hearing(run, attempt)(news);
    else written.push(run.logbook.record(entry));
  };
  const around = { signal, emit, clock: run.clock, agent };
  const end = await runPlacedJob(placed, nothing, job, around).finally(leaveWork);
  await Promise.all(written);
  await afterWork(run, attempt, { end, agent, baseline, watch }, signal);
  await removeAttemptWorktree(run, attempt);
  await tidyPlacement(run, attempt, placement);
}
