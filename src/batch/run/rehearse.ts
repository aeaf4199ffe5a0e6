import type { Clock } from '../../platform/index.ts';
import type { Executor } from '../executors/executor.ts';
import type { Placement } from '../remote/placements/index.ts';
import type { SchedulingAction } from '../scheduling/index.ts';
import type { StoredBatch } from '../store/folder/index.ts';
import { openJournal } from '../store/journal/index.ts';
import { batchFold } from '../store/state/index.ts';
import { recordOf } from './parts/attempt.ts';
import { openLogbook } from './parts/logbook.ts';
import type { RunRules } from './parts/rules.ts';
import { type RunControl, type RunEnd, runBatch } from './run_batch.ts';
import { arrangeForRun } from './run_slots.ts';
import type { RunNews } from './start_run.ts';

/** The parts of a rehearsal. */
export type RehearsalParts = {
  readonly batch: StoredBatch;
  readonly rules: RunRules;
  /** Placements where attempts may run besides this machine, and how many at a time. */
  readonly placements: ReadonlyMap<string, Pick<Placement, 'slots'>>;
  /** The executor that replaces every other: it takes time and does nothing. */
  readonly stand: Executor;
  readonly clock: Clock;
  readonly newToken: () => string;
};

/**
 * Simulates a whole batch as a run would carry it out, with every attempt successful at once: nothing is started, read or
 * written. It shows the order of the phases and how many are under way at a time.
 */
export function rehearse(parts: RehearsalParts, control: RunControl, news: RunNews): Promise<RunEnd> {
  const { batch, rules, placements, stand, clock, newToken } = parts;
  const fold = batchFold(batch.manifest);
  const halting = new AbortController();
  const signal = AbortSignal.any([control.stopping, halting.signal]);
  const nowhere = { append: () => {} };
  const logbook = openLogbook({
    fold,
    state: fold.initial,
    record: openJournal({ log: nowhere, clock, seq: 0, file: 'rehearsal' }).record,
    publish: news.event,
    halt: () => halting.abort(),
  });
  const run = {
    logbook,
    rules,
    newToken,
    clock,
    signal,
    problems: () => [],
    note: () => {},
    halt: () => halting.abort(),
  };
  const arrangement = arrangeForRun(batch.manifest, parts);
  let merges = 0;
  return runBatch(
    { ...run, arrangement, placements, executors: new Map(), works: new Set() },
    control,
    { base: commitLike(0), head: commitLike(0) },
    {
      begin: async () => true,
      start: pretend,
      continueAttempt: async () => {},
      end: async () => {},
    },
  );

  async function pretend(
    { phase: id, attempt: number, executor, place }: Extract<SchedulingAction, { do: 'start' }>,
    ends: AbortSignal,
  ): Promise<void> {
    const { record } = logbook;
    const { phase } = recordOf({ logbook }, id);
    const of = { phase: id, attempt: number };
    const base = logbook.state().head ?? commitLike(0);
    const token = newToken();
    await record({
      event: 'attempt-started',
      ...of,
      executor,
      argv: [],
      worktree: '',
      base,
      token,
      ...(place && { place }),
    });
    const end = await stand.work(emptyJob(batch, phase, { number, token, rules }), ends, () => {});
    const { how, code, signal: endedBy, seconds } = end;
    await record({ event: 'attempt-ended', ...of, how, code, signal: endedBy, seconds });
    if (how === 'stopped') return;
    // Nothing can interleave: code without an await runs in one go.
    const parent = logbook.state().head ?? base;
    merges += 1;
    const commit = commitLike(merges);
    await record({ event: 'attempt-pinned', ...of, commit: null, files: [] });
    await record({ event: 'merge-ready', ...of, commit, parent });
    await record({ event: 'merged', ...of, commit });
  }
}

function commitLike(number: number): string {
  return number.toString(16).padStart(40, '0');
}

function emptyJob(
  batch: StoredBatch,
  phase: StoredBatch['manifest']['phases'][number],
  { number, token, rules }: { readonly number: number; readonly token: string; readonly rules: RunRules },
): Parameters<Executor['work']>[0] {
  const none = '';
  return {
    batch: batch.number,
    phase,
    attempt: number,
    token,
    env: {},
    limits: rules.limits,
    changes: () => false,
    ...{
      worktree: none,
      promptFile: none,
      resultFile: none,
      heartbeatFile: none,
      logFile: none,
      beatFile: none,
    },
  };
}
