import { entryKind } from '../../../platform/index.ts';
import { isMachines } from '../../git/worktrees/index.ts';
import { currentAttempt } from '../../store/state/index.ts';
import { judgeAttempt } from '../attempts/judge_attempt.ts';
import { runBaselineGates } from '../gates/baseline_gates.ts';
import { watchRepository } from '../keeping/tampering.ts';
import { integrate } from '../merging/integrate.ts';
import { attemptOf, giveUp, markOf, recordOf, removeAttemptWorktree } from '../parts/attempt.ts';
import type { Run } from '../parts/run.ts';
import { prepareWorktree } from '../worktrees/prepare_worktree.ts';
import { followAttempt } from './follow_attempt.ts';
import type { LeftWork } from './recover.ts';

/** Continues an attempt whose executor ended under an earlier run: judges it, or merges the proven result. */
export async function continueAttempt(run: Run, left: LeftWork, signal: AbortSignal): Promise<void> {
  const record = recordOf(run, left.phase);
  const recorded = currentAttempt(record);
  if (recorded?.number !== left.attempt || (recorded.ended === undefined && left.do !== 'follow')) return;
  const attempt = attemptOf(run, record, recorded);
  const { worktree, token, files } = attempt;
  const baseline = await runBaselineGates(run, attempt, signal);
  if (left.do === 'integrate') {
    const watch = await watchRepository(run, attempt, signal);
    if (watch === undefined) return;
    await integrate(run, attempt, { commit: recorded.pinned?.commit ?? null, baseline, watch }, signal);
    return removeAttemptWorktree(run, attempt);
  }
  if (entryKind(worktree.path) === 'absent') {
    const commit = recorded.pinned?.commit ?? attempt.base;
    const { files: declared } = record.phase;
    const wanted = { name: worktree.name, commit, log: files.setupLog, mark: markOf(token), declared };
    const ready = await prepareWorktree(run, wanted, signal);
    if (!ready.ok) {
      if (signal.aborted) return;
      if (isMachines(ready.problems)) return run.halt(...ready.problems);
      const why = ready.problems.map(({ message }) => message).join('\n');
      return void (await giveUp(run, attempt, 'interrupted', why));
    }
  }
  const watch = await watchRepository(run, attempt, signal);
  if (watch === undefined) return;
  if (recorded.ended === undefined) return followAttempt(run, attempt, recorded, { baseline, watch }, signal);
  const { how, code, signal: endedBy } = recorded.ended;
  await judgeAttempt(run, attempt, { end: { how, code, signal: endedBy }, baseline, watch }, signal);
  await removeAttemptWorktree(run, attempt);
}
