import { dirname, join } from 'node:path';
import { type Failure, type Problem, success } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { makeFolders, replaceFile, watchChanges } from '../../../platform/index.ts';
import { agentOf, type KnownAgent } from '../../executors/agents/index.ts';
import type { Executor, Job, JobEnd, JobNews } from '../../executors/executor.ts';
import { accountOf, hostsNeeded } from '../../executors/index.ts';
import type { AgentRecord } from '../../generated/batch.event.ts';
import {
  isMachines,
  type WorktreeProblemCode,
  worktreeName,
  worktreePath,
} from '../../git/worktrees/index.ts';
import type { Placement } from '../../remote/placements/index.ts';
import { hostTextsFor, type Refusal } from '../../safety/sandbox/index.ts';
import { OUTPUT_FOLLOWS, type SchedulingAction, withAnswer, withEvidence } from '../../scheduling/index.ts';
import type { NewEvent } from '../../store/batch_state.ts';
import { attemptFiles, reportFiles } from '../../store/folder/index.ts';
import { applyPatch } from '../../verify/index.ts';
import { type BaselineRun, runBaselineGates } from '../gates/baseline_gates.ts';
import { pinWork } from '../keeping/pin_work.ts';
import { type Watch, watchRepository } from '../keeping/tampering.ts';
import {
  type Attempt,
  giveUp,
  isUnderWay,
  markOf,
  projectWorktree,
  recordOf,
  removeAttemptWorktree,
} from '../parts/attempt.ts';
import { logTail } from '../parts/log_tail.ts';
import { hearRefusals } from '../parts/refusals.ts';
import { type Beginning, beginningOf, placeNumber, resumedPrompt } from '../parts/resume_session.ts';
import type {
  Run,
  RunAgents,
  RunBatch,
  RunCommands,
  RunJournal,
  RunKeeping,
  RunTermination,
} from '../parts/run.ts';
import { commitPresentFiles } from '../worktrees/commit_present_files.ts';
import { prepareWorktree } from '../worktrees/prepare_worktree.ts';
import { agentRecord } from './agent_record.ts';
import { judgeAttempt } from './judge_attempt.ts';
import { placedJob, placementOf, tidyPlacement } from './placed_job.ts';

type Start = Extract<SchedulingAction, { do: 'start' }>;

/**
 * Carries out an attempt from its worktree to the merge, or until it is given up. The result is in the journal.
 *
 * @param signal - aborts when this attempt is to end; it counts as interrupted then
 */
export async function runAttempt(run: Run, start: Start, signal: AbortSignal): Promise<void> {
  const { batch, logbook } = run;
  const record = recordOf(run, start.phase);
  const { phase } = record;
  const base = run.rules.inPlace ? await commitPresentFiles(run, start.phase) : logbook.state().head;
  if (base === undefined) return;
  const executor = run.executors.get(start.executor);
  if (executor === undefined) throw new Error(`there is no executor ${start.executor}`);
  const beginning = beginningOf(record, executor, {
    base,
    // Its session is in the folder where it started.
    isWished: run.rules.resumeSessions && !run.rules.inPlace && start.place === undefined,
  });
  const from = beginning.kind === 'resumes' ? placeNumber(record, beginning.attempt) : start.attempt;
  const name = worktreeName({ batch: batch.number, prp: phase.prp, attempt: from });
  const files = attemptFiles(batch.folder, phase, start.attempt);
  const token = run.newToken();
  const prompt = run.prompt(phase);
  if (!prompt.ok) return run.halt(...prompt.problems);
  const keptBefore: Refusal[] = [];
  const ready = run.rules.inPlace
    ? success(projectWorktree(run))
    : await prepareWorktree(
        run,
        {
          ...{ name, commit: base, log: files.setupLog, mark: markOf(token), declared: phase.files },
          refused: (refusal) => void keptBefore.push(refusal),
        },
        signal,
      );
  // Called off before anything was recorded: as if it had never existed.
  if (!ready.ok && signal.aborted) return;
  // Likewise: no phase should pay for a failure of the machine.
  if (!ready.ok && isMachines(ready.problems)) return run.halt(...ready.problems);
  const place = run.rules.inPlace
    ? projectWorktree(run)
    : worktreePath(run.repository, name, run.rules.isolate);
  const attempt: Attempt = { phase, number: start.attempt, base, token, worktree: place, files };
  const placement = start.place === undefined ? undefined : placementOf(run, start.place);
  const known = placement?.known?.(phase.prp);
  const of = { phase: phase.id, attempt: attempt.number };
  const began = await logbook.record({
    event: 'attempt-started',
    ...of,
    executor: executor.name,
    account: accountOf(executor),
    ...(start.rung === 'first' ? {} : { rung: start.rung }),
    ...(start.fixes && { fixes: [...start.fixes] }),
    ...startFields(beginning),
    argv: [...(executor.argv ?? [])],
    ...(executor.protocol && { protocol: executor.protocol }),
    worktree: place.path,
    base,
    token,
    sandbox: run.confiner.kind,
    ...(start.place === undefined && { network: run.confiner.network }),
    ...(start.place === undefined &&
      run.confiner.network === 'needed' && {
        hosts: hostTextsFor(run.confiner.allowed, 'agent', hostsNeeded(executor, run.env)),
      }),
    ...(place.isClone && { isolation: 'clone' }),
    ...(start.place && { place: start.place }),
    ...(known && { imported: { token: known.token, attempt: known.attempt } }),
  });
  if (!began) return;
  keptBefore.forEach(hearRefusals(run, of));
  if (!ready.ok) return notPrepared(run, attempt, ready);
  await work(run, { attempt, executor, prompt: prompt.value, beginning, placement }, signal);
  await removeAttemptWorktree(run, attempt);
  if (placement !== undefined) await tidyPlacement(run, attempt, placement);
}

/** Runs the executor for an attempt whose worktree is ready, and judges the result. */
async function work(
  run: Run,
  {
    attempt,
    executor,
    prompt,
    beginning,
    placement,
  }: {
    readonly attempt: Attempt;
    readonly executor: Executor;
    readonly prompt: string;
    readonly beginning: Beginning;
    readonly placement: Placement | undefined;
  },
  signal: AbortSignal,
): Promise<void> {
  const { logbook } = run;
  const { phase, files } = attempt;
  const watch = await watchRepository(run, attempt, signal);
  if (watch === undefined) return;
  makeFolders(dirname(files.prompt));
  const asked = withEvidence(withAnswer(prompt, recordOf(run, phase.id)), recordOf(run, phase.id));
  const baseline = await runBaselineGates(run, attempt, signal);
  if (signal.aborted) return calledOff(run, attempt);
  const written: Promise<boolean>[] = [];
  const leaveWork = run.room.atWork(phase.id);
  const placed = placement === undefined ? {} : { placed: placedJob(run, attempt, placement) };
  const job: Job = { ...jobOf(run, attempt, signal), ...placed };
  const hear = (news: JobNews) => {
    const entry = entryOf(attempt, news, placement !== undefined);
    if (entry === undefined) hearing(run, attempt)(news);
    else written.push(logbook.record(entry));
  };
  const begin = async (from: Beginning): Promise<JobEnd> => {
    const text = from.kind === 'resumes' ? resumedPrompt(asked, { base: attempt.base, ...from }) : asked;
    await replaceFile(files.prompt, text);
    const session = from.kind === 'resumes' ? { session: from.session } : {};
    return executor.work({ ...job, ...session }, signal, hear);
  };
  const working = begin(beginning).then((first) => {
    if (beginning.kind !== 'resumes' || signal.aborted || !isLost(first)) return first;
    run.note(lostSession(attempt, beginning, first));
    return begin({ kind: 'anew' });
  });
  const end = await working.finally(leaveWork);
  await Promise.all(written);
  const agent = end.agent ?? agentOf(executor.name, executor.argv, executor.protocol);
  await afterWork(run, attempt, { end, agent, baseline, watch }, signal);
}

/** Makes the job that is passed to the executor. */
export function jobOf(run: RunKeeping & RunCommands & RunAgents, attempt: Attempt, signal: AbortSignal): Job {
  const { batch, permit } = run;
  const withinMs = run.rules.askMs;
  const { phase, number, token, files, worktree } = attempt;
  const { result, heartbeat } = reportFiles(phase);
  const own = new Set([result, heartbeat]);
  return {
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
    confine: (command) =>
      run.confiner.confine(command, worktree, {
        ...{ by: 'agent', token },
        refused: hearRefusals(run, { phase: phase.id, attempt: number }),
      }),
    cameIn: () => run.confiner.cameIn(worktree),
    force: run.force,
    apply: (patch) => applyPatch({ ...run, worktree, signal }, attempt.base, patch),
    ...(permit && {
      person: {
        ask: (wish, ended) => permit({ phase: phase.id, withinMs, ...wish }, ended),
        withinMs,
      },
    }),
    limits: run.rules.limits,
  };
}

/** Returns a listener for news of an attempt, which passes on the news that is in no journal. */
export function hearing(run: RunAgents, { phase, token }: Attempt): (news: JobNews) => void {
  return (news) => {
    if (news.kind === 'activity') run.onActivity(phase.id);
    else if (news.kind === 'works') run.onWorks(token);
    else if (news.kind === 'doing') run.onDoing(phase.id, { doing: news.doing, waits: news.waits });
  };
}

/** Returns the journal entry for news of an attempt; `undefined` for news that is in no journal. */
export function entryOf(
  { phase, number }: Attempt,
  news: JobNews,
  isElsewhere: boolean,
): NewEvent | undefined {
  const of = { phase: phase.id, attempt: number };
  if (news.kind === 'queued') return { event: 'attempt-queued', ...of, job: news.job };
  // One that works elsewhere has no process here.
  if (news.kind !== 'process' || isElsewhere) return undefined;
  return { event: 'attempt-process', ...of, process: news.process };
}

/** Continues when an executor has ended: records the end and judges the work. */
export async function afterWork(
  run: Run,
  attempt: Attempt,
  {
    end,
    agent,
    baseline,
    watch,
  }: {
    readonly end: JobEnd;
    readonly agent: KnownAgent | undefined;
    readonly baseline: BaselineRun;
    readonly watch: Watch;
  },
  signal: AbortSignal,
): Promise<void> {
  const said = agent && end.said && agentRecord(agent, end.said, end);
  if (!(await ended(run, attempt, end, said)) || !isUnderWay(run, attempt)) return;
  if (!(await watch.afterWork())) return;
  if (end.how === 'stopped') return interrupt(run, attempt);
  await judgeAttempt(run, attempt, { end, baseline, watch }, signal);
}

/** Returns the journal's fields for the start of an attempt. */
function startFields(
  beginning: Beginning,
): Pick<Extract<NewEvent, { event: 'attempt-started' }>, 'resumes' | 'anew'> {
  if (beginning.kind === 'anew') return beginning.why === undefined ? {} : { anew: beginning.why };
  const { attempt, session, hasMoved } = beginning;
  return { resumes: { attempt, session, hasMoved } };
}

/**
 * Whether an agent ended at once because it could not find its session: its endpoint never answered, and it reported no limit or
 * key problem.
 */
function isLost({ how, code, said }: JobEnd): boolean {
  return how === 'exited' && code !== 0 && said !== undefined && !said.works && said.fault === undefined;
}

function lostSession(
  { phase, number }: Attempt,
  { session }: Extract<Beginning, { kind: 'resumes' }>,
  { code, said }: JobEnd,
): Problem<'session-lost'> {
  const why = said?.error ?? said?.last ?? `it ended with code ${code}`;
  const message = `Phase ${phase.id}: attempt ${number} could not continue in session ${session} and started a new one: ${printableLine(why).slice(0, 200)}`;
  return { severity: 'warning', code: 'session-lost', message };
}

async function ended(
  { logbook }: RunJournal,
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

async function notPrepared(
  run: RunBatch & RunJournal,
  attempt: Attempt,
  { problems }: Failure<WorktreeProblemCode>,
): Promise<void> {
  const end: JobEnd = { how: 'not-prepared', code: null, signal: null, seconds: 0, left: 0 };
  if (!(await ended(run, attempt, end))) return;
  const said = problems.some(({ code }) => code === 'setup-failed')
    ? `\n${OUTPUT_FOLLOWS}\n${logTail(attempt.files.setupLog)}`
    : '';
  await giveUp(run, attempt, 'worktree', problems.map(({ message }) => message).join('\n') + said);
}

/** Nothing was started yet: handled as if the executor had been ended immediately. */
async function calledOff(run: RunKeeping & RunTermination, attempt: Attempt): Promise<void> {
  const end: JobEnd = { how: 'stopped', code: null, signal: null, seconds: 0, left: 0 };
  if (await ended(run, attempt, end)) await interrupt(run, attempt);
}

/** Keeps the work an attempt had done until it was ended; it is tried again later. */
async function interrupt(run: RunKeeping & RunTermination, attempt: Attempt): Promise<void> {
  const pinned = await pinWork(run, attempt);
  if (pinned.ok) await giveUp(run, attempt, 'interrupted', 'The run was ended.');
  else if (pinned.cause === 'environment') run.halt(...pinned.problems);
}
