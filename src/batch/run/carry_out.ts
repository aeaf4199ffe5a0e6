import { dirname, join } from 'node:path';
import { type Failure, success } from '../../diagnostics/index.ts';
import { makeFolders, replaceFile, watchChanges } from '../../platform/index.ts';
import { agentOf } from '../executors/agents/index.ts';
import { isMachines, worktreeName, worktreePath } from '../git/worktrees/index.ts';
import { OUTPUT_FOLLOWS, type SchedulingAction, withEvidence } from '../scheduling/index.ts';
import { readPrompt } from '../store/folder/index.ts';
import type { AgentRecord, Executor, JobEnd } from '../types.ts';
import { applyPatch } from '../verify/index.ts';
import { agentRecord } from './agent_record.ts';
import { type Attempt, giveUp, inPlace, isUnderWay, leave, markOf, recordOf } from './attempt.ts';
import { attemptFiles, reportFiles } from './attempt_files.ts';
import { gatesBefore } from './compare.ts';
import { endOfLog } from './end_of_log.ts';
import { filesNow } from './in_place.ts';
import { judge } from './judge.ts';
import { pinWork } from './pin_work.ts';
import { readyWorktree } from './ready_worktree.ts';
import { watchRepository } from './tampering.ts';
import type { Run } from './types.ts';

type Start = Extract<SchedulingAction, { do: 'start' }>;

/**
 * Carries out an attempt from its worktree to the merge, or until it is given up. What it comes to is in the journal.
 *
 * @param signal - aborts when this attempt is to end; it counts as interrupted then
 */
export async function carryOut(run: Run, start: Start, signal: AbortSignal): Promise<void> {
  const { batch, logbook } = run;
  const { phase } = recordOf(run, start.phase);
  const base = run.rules.inPlace ? await filesNow(run, start.phase) : logbook.state().head;
  if (base === undefined) return;
  const name = worktreeName({ batch: batch.number, prp: phase.prp, attempt: start.attempt });
  const files = attemptFiles(batch.folder, phase, start.attempt);
  const token = run.newToken();
  const prompt = readPrompt(batch, phase, run.project.root);
  if (!prompt.ok) return run.halt(...prompt.problems);
  const ready = run.rules.inPlace
    ? success(inPlace(run))
    : await readyWorktree(
        run,
        { name, commit: base, log: files.setupLog, mark: markOf(token), declared: phase.files },
        signal,
      );
  // Called off before anything was written down: as if it had never been.
  if (!ready.ok && signal.aborted) return;
  // Likewise: no phase is to pay for what the machine refuses.
  if (!ready.ok && isMachines(ready.problems)) return run.halt(...ready.problems);
  const executor = run.executors.get(start.executor);
  if (executor === undefined) throw new Error(`there is no executor ${start.executor}`);
  const place = run.rules.inPlace ? inPlace(run) : worktreePath(run.repository, name);
  const attempt: Attempt = { phase, number: start.attempt, base, token, worktree: place, files };
  const of = { phase: phase.id, attempt: attempt.number };
  const began = await logbook.record({
    event: 'attempt-started',
    ...of,
    executor: executor.name,
    argv: [...(executor.argv ?? [])],
    worktree: place.path,
    base,
    token,
    sandbox: run.confiner.kind,
  });
  if (!began) return;
  if (!ready.ok) return notPrepared(run, attempt, ready);
  await work(run, { attempt, executor, prompt: prompt.value }, signal);
  await leave(run, attempt);
}

/** Has an attempt carried out whose worktree is ready, and judges it. */
async function work(
  run: Run,
  {
    attempt,
    executor,
    prompt,
  }: { readonly attempt: Attempt; readonly executor: Executor; readonly prompt: string },
  signal: AbortSignal,
): Promise<void> {
  const { batch, logbook } = run;
  const { phase, number, token, files, worktree } = attempt;
  const watch = await watchRepository(run, attempt, signal);
  if (watch === undefined) return;
  makeFolders(dirname(files.prompt));
  await replaceFile(files.prompt, withEvidence(prompt, recordOf(run, phase.id)));
  const comparison = await gatesBefore(run, attempt, signal);
  if (signal.aborted) return calledOff(run, attempt);
  const { result, heartbeat } = reportFiles(phase);
  const own = new Set([result, heartbeat]);
  const told: Promise<boolean>[] = [];
  const leaveWork = run.room.atWork(phase.id);
  const working = executor.work(
    {
      batch: batch.number,
      phase,
      attempt: number,
      token,
      env: run.env,
      worktree: worktree.project,
      promptFile: files.prompt,
      resultFile: join(worktree.project, result),
      heartbeatFile: join(worktree.project, heartbeat),
      logFile: files.log,
      beatFile: files.beat,
      changes: watchChanges(worktree.path, {
        skips: (name) => name === '.git' || name === '.orchestrator' || own.has(name),
      }),
      confine: (command) => run.confiner.confine(command, worktree),
      force: run.force,
      apply: (patch) => applyPatch({ ...run, worktree, signal }, attempt.base, patch),
      limits: run.rules.limits,
    },
    signal,
    (news) => {
      if (news.kind === 'activity') run.onActivity(phase.id);
      else if (news.kind === 'doing') run.onDoing(phase.id, { doing: news.doing, waits: news.waits });
      else {
        const event = { event: 'attempt-process', phase: phase.id, attempt: number } as const;
        told.push(logbook.record({ ...event, process: news.process }));
      }
    },
  );
  const end = await working.finally(leaveWork);
  await Promise.all(told);
  const agent = end.agent ?? agentOf(executor.name, executor.argv);
  const said = agent && end.said && agentRecord(agent, end.said, end);
  if (!(await ended(run, attempt, end, said)) || !isUnderWay(run, attempt)) return;
  if (!(await watch.afterWork())) return;
  if (end.how === 'stopped') return interrupt(run, attempt);
  await judge(run, attempt, { end, comparison, watch }, signal);
}

async function ended(
  { logbook }: Run,
  { phase, number }: Attempt,
  end: JobEnd,
  agent?: AgentRecord,
): Promise<boolean> {
  const { how, code, signal, seconds, left } = end;
  const event = { event: 'attempt-ended', phase: phase.id, attempt: number } as const;
  return logbook.record({
    ...event,
    how,
    code,
    signal,
    seconds,
    ...(agent && { agent }),
    ...(left === 0 ? {} : { left }),
  });
}

async function notPrepared(run: Run, attempt: Attempt, { problems }: Failure): Promise<void> {
  const end: JobEnd = { how: 'not-prepared', code: null, signal: null, seconds: 0, left: 0 };
  if (!(await ended(run, attempt, end))) return;
  const said = problems.some(({ code }) => code === 'setup-failed')
    ? `\n${OUTPUT_FOLLOWS}\n${endOfLog(attempt.files.setupLog)}`
    : '';
  await giveUp(run, attempt, 'worktree', problems.map(({ message }) => message).join('\n') + said);
}

/** Nothing was started yet: as if the executor had been ended at its first moment. */
async function calledOff(run: Run, attempt: Attempt): Promise<void> {
  const end: JobEnd = { how: 'stopped', code: null, signal: null, seconds: 0, left: 0 };
  if (await ended(run, attempt, end)) await interrupt(run, attempt);
}

/** What an attempt has done until it was ended is kept; it is tried again another time. */
async function interrupt(run: Run, attempt: Attempt): Promise<void> {
  const pinned = await pinWork(run, attempt);
  if (pinned.ok) await giveUp(run, attempt, 'interrupted', 'The run was ended.');
  else if (pinned.cause === 'environment') run.halt(...pinned.problems);
}
