import { printableLine } from '../../../lib/index.ts';
import {
  type CappedLog,
  type Clock,
  capLog,
  endGroup,
  type ProcessGroup,
  type ProcessorMeter,
  processorMeter,
  type TrafficProbe,
  trafficProbe,
} from '../../../platform/index.ts';
import type { AgentSaid, KnownAgent } from '../agents/index.ts';
import type { Job, JobEnd, JobNews, Limits } from '../executor.ts';
import { type AgentConversation, type ConversationEnd, endConversation } from './agent_conversation.ts';
import { type AgentLogReader, createLogReader } from './agent_log.ts';
import { beatWriter } from './attempt_beat.ts';
import { readHeartbeat } from './heartbeat.ts';
import { type HeartbeatSample, type Sample, startWatch, type Verdict, watchStep } from './watch_state.ts';

/** A started command of a job, and the means to watch it. */
export type Watching = {
  readonly group: ProcessGroup;
  /** The content of the heartbeat file before the command was started. */
  readonly leftover: HeartbeatSample | undefined;
  readonly signal: AbortSignal;
  readonly emit: (news: JobNews) => void;
  readonly clock: Clock;
  /** The agent whose output is parsed while it is printed. */
  readonly agent?: KnownAgent | undefined;
  /** Its processor use, if that cannot be measured here. */
  readonly meter?: ProcessorMeter | undefined;
  /** The conversation, if this program has one with it. */
  readonly talk?: AgentConversation | undefined;
};

/**
 * Watches a command until it is over or must end: by a limit, by its silence, or because it was cancelled. Then none of its
 * processes is left, its log is complete, and the supervisor's own beat is gone.
 */
export async function watchJob(job: Job, watching: Watching): Promise<JobEnd> {
  const { group, clock, talk } = watching;
  const startedAt = clock.now();
  const log = capLog(job.logFile, job.limits.logBytes, clock);
  const reason = await untilItEnds(job, watching, log);
  const seconds = Math.round(clock.now() - startedAt) / 1_000;
  const graceMs = reason.kind === 'end' ? reason.graceMs : job.limits.graceMs;
  const isOver = reason.kind === 'exited';
  const talked = talk && (await endConversation(talk, group, { isOver, graceMs, force: job.force, clock }));
  const { left } = talked ?? (await endGroup(group, graceMs, job.force));
  log.settle();
  // If it cannot be killed, its exit status is never known.
  const ended = left === 0 ? await group.ended : { code: null, signal: null };
  const { how, why } = reason.kind === 'end' ? reason : { how: reason.kind, why: undefined };
  if (isOver && talked !== undefined) return { how, ...endOfTalk(talked.end, ended), seconds, left };
  return { how, ...ended, seconds, left, ...(why === undefined ? {} : { why }) };
}

/**
 * The conversation decides how it ended: a command that was done may have been killed to end it, and an exit code of 0 is no
 * success by itself.
 */
function endOfTalk(
  end: ConversationEnd,
  { code, signal }: Pick<JobEnd, 'code' | 'signal'>,
): Pick<JobEnd, 'code' | 'signal' | 'why'> {
  if (end.isWell) return { code: 0, signal: null };
  return { code: code === 0 ? 1 : code, signal, why: end.why };
}

/** Why a watch is over: the command ended, it was cancelled, or a limit was reached. */
type Reason =
  | { readonly kind: 'exited' }
  | { readonly kind: 'stopped' }
  | Extract<Verdict, { readonly kind: 'end' }>;

async function untilItEnds(
  job: Job,
  { group, leftover, signal, emit, clock, agent, talk, meter: given }: Watching,
  log: CappedLog,
): Promise<Reason> {
  const over = new AbortController();
  void (talk?.over ?? group.ended).then(() => over.abort());
  const wake = AbortSignal.any([over.signal, signal]);
  const { beat, end } = beatWriter(job.beatFile);
  const tickMs = tickFor(job.limits);
  const meter = given ?? processorMeter(group.identity.pid);
  // A known agent reports waits in its output; the traffic of a remote job is not visible here.
  const isUnknown = agent === undefined && talk === undefined && given === undefined;
  const everyMs = Math.min(LOOK_AT_TRAFFIC_MS, job.limits.idleMs / 5);
  const traffic = isUnknown ? trafficProbe(group.identity.pid, { env: job.env, clock, everyMs }) : undefined;
  let state = startWatch({
    now: clock.now(),
    printed: 0,
    processorMs: meter(),
    changed: false,
    heartbeat: leftover,
  });
  let activeAt = clock.time();
  let beatDue = clock.now();
  const ear = agent && createLogReader(job.logFile, agent.read);
  let [doing, waits]: readonly (string | undefined)[] = [];
  let works = false;
  let lookDue = clock.now();
  let heard = 0;
  let said: AgentSaid | undefined;
  try {
    for (;;) {
      if (clock.now() >= beatDue) {
        const [at, lastActivity] = [clock.time(), activeAt].map((time) => new Date(time).toISOString());
        beat({
          at: at ?? '',
          lastActivity: lastActivity ?? '',
          logBytes: log.bytes(),
          ...(doing === undefined ? {} : { doing }),
          ...(waits === undefined ? {} : { waits }),
          pid: group.identity.pid,
        });
        beatDue = clock.now() + BEAT_MS;
      }
      if (clock.now() >= lookDue) {
        group.look();
        lookDue = clock.now() + LOOK_MS;
      }
      await clock.wait(tickMs, wake);
      if (over.signal.aborted) return { kind: 'exited' };
      if (signal.aborted) return { kind: 'stopped' };
      if (ear !== undefined && log.bytes() !== heard) {
        heard = log.bytes();
        said = ear.listen();
        if (said.works && !works) emit({ kind: 'works' });
        works ||= said.works;
        const [last, why] = [said.last, said.waits].map((text) => text && cutLine(text));
        // Other processes that watch should see that at once.
        if (why !== waits) beatDue = clock.now();
        if (last !== doing || why !== waits) emit({ kind: 'doing', doing: last, waits: why });
        [doing, waits] = [last, why];
      }
      const step = watchStep(
        state,
        sampleOf(
          job,
          { log, clock, meter, talk, ear, traffic, isUnknown, asks: said?.asks === true },
          state.sample,
        ),
        {
          limits: job.limits,
          tickMs,
        },
      );
      state = step.state;
      if (step.isActive) {
        activeAt = clock.time();
        emit({ kind: 'activity' });
      }
      if (step.verdict.kind === 'end') return idleWhy(step.verdict, waits);
    }
  } finally {
    traffic?.end();
    await end();
  }
}

/** Its actions during the silence are part of the reason for ending it. */
function idleWhy(
  verdict: Extract<Verdict, { readonly kind: 'end' }>,
  waits: string | undefined,
): Extract<Verdict, { readonly kind: 'end' }> {
  if (verdict.how !== 'idle' || waits === undefined) return verdict;
  return { ...verdict, why: `${verdict.why} It only said that it waits: ${waits}` };
}

/** One line, safe to show. */
function cutLine(text: string): string {
  return printableLine(text).slice(0, 300);
}
/** The interval between checks of a command's processes, so that all of them are found in the end. */
const LOOK_MS = 500;

/** The shortest interval between checks of the network traffic of a silent command. */
const LOOK_AT_TRAFFIC_MS = 15_000;

/** The interval between the supervisor's beats. */
const BEAT_MS = 30_000;

function sampleOf(
  job: Job,
  {
    log,
    clock,
    meter,
    talk,
    ear,
    traffic,
    isUnknown,
    asks,
  }: Pick<Watching, 'clock' | 'talk'> & {
    readonly log: CappedLog;
    readonly meter: ProcessorMeter;
    readonly ear: AgentLogReader | undefined;
    readonly traffic: TrafficProbe | undefined;
    /** Whether its output is not parsed here, so that incoming traffic is the sign of life. */
    readonly isUnknown: boolean;
    /** Whether a request is under way, which has a limit of its own: that counts as life. */
    readonly asks: boolean;
  },
  last: Sample,
): Sample {
  // Repeated requests to an endpoint that does not answer are no progress.
  const printed = log.bytes() - (ear?.waited() ?? 0) + (talk?.signs() ?? 0);
  const isSilent = printed === last.printed;
  return {
    now: clock.now(),
    printed,
    // Only while nothing is printed: this check costs more.
    changed:
      isSilent &&
      (asks || job.changes() || traffic?.cameIn() === true || (isUnknown && job.cameIn?.() === true)),
    processorMs: isSilent ? meter() : undefined,
    heartbeat: readHeartbeat(job.heartbeatFile, last.heartbeat),
  };
}

/** A second, or less if a tenth of the shortest limit is shorter. */
function tickFor({ idleMs, softMs, hardMs, heartbeatMs }: Limits): number {
  return Math.max(5, Math.min(1_000, Math.min(idleMs, softMs, hardMs, heartbeatMs) / 10));
}
