import { setMaxListeners } from 'node:events';
import type { Problem } from '../../diagnostics/index.ts';
import { createMutex } from '../../lib/index.ts';
import type { Clock, Environment, Git } from '../../platform/index.ts';
import type { Recorder } from '../../tape/index.ts';
import type { Executor } from '../executors/executor.ts';
import type { BatchEvent } from '../generated/batch.event.ts';
import type { Repository } from '../git/worktrees/index.ts';
import type { Placement } from '../remote/placements/index.ts';
import type { Confiner } from '../safety/sandbox/index.ts';
import type { BatchState } from '../store/batch_state.ts';
import type { Project } from '../store/folder/index.ts';
import type { HeldBatch } from '../store/hold_batch.ts';
import { sweepPlacements } from './attempts/placed_job.ts';
import { runAttempt } from './attempts/run_attempt.ts';
import { expectedError } from './parts/expected_error.ts';
import { createGateRoom } from './parts/gate_room.ts';
import type { HaltCode } from './parts/halt_code.ts';
import { openLogbook } from './parts/logbook.ts';
import { repositoryResources } from './parts/resource_locks.ts';
import type { RunRules } from './parts/rules.ts';
import type { AgentDoing, Run, RunAgents, RunSharing, RunTermination } from './parts/run.ts';
import type { RunNoteCode } from './parts/run_note_code.ts';
import { continueAttempt } from './recovery/continue_attempt.ts';
import { recover } from './recovery/recover.ts';
import { type RunControl, type RunEnd, runBatch } from './run_batch.ts';
import { arrangeForRun } from './run_slots.ts';
import { createKeptWorktrees, removeKeptWorktrees } from './worktrees/kept_worktrees.ts';
import { removeRunWorktrees } from './worktrees/remove_run_worktrees.ts';

/** The parts of a run. */
export type RunParts = {
  readonly held: HeldBatch;
  readonly project: Project;
  readonly repository: Repository;
  readonly git: Git;
  readonly rules: RunRules;
  readonly executors: ReadonlyMap<string, Executor>;
  readonly placements: ReadonlyMap<string, Placement>;
  readonly confiner: Confiner;
  readonly clock: Clock;
  readonly env: Environment;
  readonly newToken: () => string;
  readonly recorder?: Recorder | undefined;
  /** Where the batch's head begins, if this is the first run. */
  readonly origin: { readonly base: string; readonly head: string };
};

/** News of a run while it goes on. */
export type RunNews = {
  /** Called with every event of the journal once it is written, and the state of the batch after it. */
  readonly event: (event: BatchEvent, state: BatchState) => void;
  /** Called with a remark that is not an event. */
  readonly note: (problem: Problem<RunNoteCode>) => void;
  /** Called when there is activity in the attempt of a phase. */
  readonly activity: (phase: string) => void;
  /** Called with an agent's activity or reason for waiting, in its own words; safe to show. */
  readonly doing?: (phase: string, now: AgentDoing) => void;
};

/** Runs a batch that this process holds, from its current state, until everything is done or given up, or until it is stopped. */
export async function startRun(
  parts: RunParts,
  control: RunControl & { readonly force: AbortSignal },
  news: RunNews,
): Promise<RunEnd> {
  const { held, rules } = parts;
  const halting = new AbortController();
  const signal = AbortSignal.any([control.stopping, halting.signal]);
  // Everything that waits listens to it: as many listeners as phases under way.
  for (const each of [signal, control.force]) setMaxListeners(0, each);
  const problems: Problem<HaltCode>[] = [];
  const halt = (...found: readonly Problem<HaltCode>[]) => {
    if (problems.length === 0) problems.push(...found);
    halting.abort();
  };
  const logbook = openLogbook({
    ...{ fold: held.fold, state: held.state, record: held.record },
    publish: news.event,
    halt,
  });
  const works = new Set<string>();
  let touch = () => {};
  const termination: RunTermination = { signal, halt, problems: () => problems };
  const agents: RunAgents = {
    works,
    onWorks(token) {
      works.add(token);
      touch();
    },
    onActivity: news.activity,
    onDoing: (phase, now) => news.doing?.(phase, now),
    permit: control.permit,
  };
  const base = {
    ...parts,
    batch: { number: held.number, folder: held.folder, manifest: held.manifest },
    prompt: held.prompt,
    logbook,
    force: control.force,
    note: news.note,
    reported: new Set<string>(),
  };
  const sharing: RunSharing = {
    keptWorktrees: createKeptWorktrees(base),
    mergeMutex: createMutex(),
    baselineMutex: createMutex(),
    // If the person wants one thing at a time, that includes gates.
    room: createGateRoom({
      oneAtATime: rules.concurrency === 1,
      hold: repositoryResources({ ...parts.repository, clock: parts.clock, note: news.note }),
    }),
  };
  const arrangement = arrangeForRun(held.manifest, parts);
  const run: Run = { ...base, ...termination, ...agents, ...sharing, arrangement };
  return runBatch(run, control, parts.origin, {
    async begin(workers) {
      touch = workers.touch;
      try {
        await removeKeptWorktrees(run);
        const left = await recover(run, parts.origin.head);
        for (const work of left ?? []) workers.takeUp(work);
        return left !== undefined;
      } catch (error) {
        const expected = expectedError(error);
        if (expected === undefined) throw error;
        if (!signal.aborted) halt(expected);
        return false;
      }
    },
    start: (action, ends) => runAttempt(run, action, ends),
    continueAttempt: (left, ends) => continueAttempt(run, left, ends),
    async end() {
      // Gate results from before changes that are no longer judged are not waited for.
      halting.abort();
      await run.baselineMutex(() => Promise.resolve());
      await sweepPlacements(run);
      await removeRunWorktrees(run);
    },
  });
}
