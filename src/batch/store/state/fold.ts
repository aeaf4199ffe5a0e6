import type { BatchEvent } from '../../generated/batch.event.ts';
import type { BatchManifest } from '../../generated/batch.ts';
import type { BatchState, PhaseRecord, RunTimes } from '../batch_state.ts';
import { applyToAttempt } from './attempt_events.ts';
import { type Blocking, blocking } from './blocking.ts';

/** An event that does not fit the journal before it, and changed nothing. */
export type FoldProblem = {
  /** The number of the event, which is its line in the journal. */
  readonly seq: number;
  /** A whole sentence. */
  readonly message: string;
};

/** A state, and the problem with the event that led to it. */
export type Applied = { readonly state: BatchState; readonly problem?: FoldProblem };

/** The fold of one batch, event by event. */
export type BatchFold = {
  /** Before the first event. */
  readonly initial: BatchState;
  /** Returns the state after one more event. States are immutable: the earlier one is unchanged. Total. */
  readonly apply: (state: BatchState, event: BatchEvent) => Applied;
};

/** Folds a whole journal over a manifest. */
export function foldBatch(
  manifest: BatchManifest,
  events: Iterable<BatchEvent>,
): { readonly state: BatchState; readonly problems: readonly FoldProblem[] } {
  const { initial, apply } = batchFold(manifest);
  let state = initial;
  const problems: FoldProblem[] = [];
  for (const event of events) {
    const applied = apply(state, event);
    state = applied.state;
    if (applied.problem) problems.push(applied.problem);
  }
  return { state, problems };
}

/** Prepares to fold a journal over a manifest. */
export function batchFold(manifest: BatchManifest): BatchFold {
  const places = new Map(manifest.phases.map(({ id }, place) => [id, place]));
  const block = blocking(manifest);
  const initial: BatchState = {
    batch: manifest.batch,
    base: undefined,
    head: undefined,
    origins: [],
    run: undefined,
    outcome: undefined,
    phases: manifest.phases.map((phase) => ({
      phase,
      progress: { state: 'waiting' },
      attempts: [],
      forgiven: 0,
    })),
    baselines: new Map(),
    holds: new Map(),
    times: NEVER_RUN,
    seq: 0,
  };
  return {
    initial,
    apply(before, event) {
      const changed = change(before, event, places, block);
      const times = timesAfter(before.times, event, before.run !== undefined);
      const state = { ...(typeof changed === 'string' ? before : changed), times, seq: event.seq };
      return typeof changed === 'string'
        ? { state, problem: { seq: event.seq, message: changed } }
        : { state };
    },
  };
}

/** Returns the state after an event, or why the event does not fit. */
function change(
  state: BatchState,
  event: BatchEvent,
  places: ReadonlyMap<string, number>,
  block: Blocking,
): BatchState | string {
  switch (event.event) {
    case 'run-started': {
      const { run: id, owner, options, base, head } = event;
      // The head is set to the journal's target: a crash may have prevented the move.
      return {
        ...state,
        base: state.base ?? base,
        head: state.head ?? head,
        run: { id, owner, options },
        outcome: undefined,
        ...(state.stoppedBy === undefined ? {} : { stoppedBy: undefined }),
        ...nothingAsked(state),
      };
    }
    case 'run-ended':
      if (state.run?.id !== event.run) return 'A run ended that was not the last one to start.';
      return {
        ...state,
        run: undefined,
        outcome: event.outcome,
        ...(event.outcome === 'stopped' && event.why !== '' && { stoppedBy: event.why }),
        ...nothingAsked(state),
      };
    case 'baseline':
      return {
        ...state,
        baselines: new Map(state.baselines).set(baselineKey(event.tree, event.command), event.result),
      };
    case 'executor-held': {
      const { seq, executor, account = executor, executors = [executor], until, why, argv } = event;
      // A journal without this field dates from when all accounts with a given time continued at that time.
      const { isTold = true, looks = 0 } = event;
      const hold = { executor, argv, executors, until, isTold, looks, why, seq };
      return { ...state, holds: new Map(state.holds).set(account, hold) };
    }
    case 'head-moved':
      return moveHead(state, event, places, block);
    case 'handed-over': {
      const { token, place, commit, head, manifest, job, at } = event;
      if (state.away !== undefined && state.away.token !== token)
        return 'It was handed over although it already was.';
      const since = state.away?.since ?? at;
      return { ...state, away: { token, place, commit, head, manifest, job: job ?? state.away?.job, since } };
    }
    case 'taken-back':
      if (state.away?.token !== event.token) return 'It was taken back from a place where it was not.';
      return {
        ...state,
        away: undefined,
        returned: [...(state.returned ?? []), { place: state.away.place, token: event.token }],
      };
    default: {
      const place = places.get(event.phase);
      const record = place === undefined ? undefined : state.phases[place];
      if (place === undefined || record === undefined)
        return `There is no phase ${JSON.stringify(event.phase.slice(0, 100))} in this batch.`;
      const next = changePhase(record, event);
      if (typeof next === 'string') return `Phase ${record.phase.id}: ${next}`;
      const phases = withPhase(state.phases, place, next, block);
      return { ...state, phases, head: event.event === 'merged' ? event.commit : state.head };
    }
  }
}

/** Questions belong to one run, and end with it; a limit of use does not. */
function nothingAsked({ phases }: BatchState): Pick<BatchState, 'phases'> {
  const isAsked = phases.some(({ asked }) => asked !== undefined);
  return { phases: isAsked ? phases.map(unasked) : phases };
}

function unasked({ asked: _, ...record }: PhaseRecord): PhaseRecord {
  return record;
}

/** The key in {@link BatchState.baselines} for the result of a command on a tree. */
export function baselineKey(tree: string, command: string): string {
  return `${tree} ${command}`;
}

type PhaseEvent = Extract<BatchEvent, { readonly phase: string }>;

function changePhase(record: PhaseRecord, event: PhaseEvent): PhaseRecord | string {
  const { progress, attempts } = record;
  switch (event.event) {
    case 'decision-asked':
      if (progress.state !== 'waiting') return `somebody was asked about it while it was ${progress.state}.`;
      return { ...record, asked: { reason: event.reason, decision: event.decision } };
    case 'phase-failed':
      if (progress.state !== 'waiting') return `it failed while it was ${progress.state}.`;
      return {
        ...unasked(record),
        progress: { state: 'failed', reason: event.reason, decision: event.decision ?? undefined },
      };
    case 'phase-reopened': {
      const from = event.why === 'retry' ? 'failed' : 'done';
      if (progress.state !== from) return `it was reopened while it was ${progress.state}.`;
      return reopened(record);
    }
    case 'phase-answered':
      return { ...record, answer: { text: event.answer, seq: event.seq } };
    case 'attempt-started': {
      if (progress.state !== 'waiting') return `an attempt started while it was ${progress.state}.`;
      const due = attempts.length + 1;
      if (event.attempt !== due) return `attempt ${event.attempt} started, and attempt ${due} is due.`;
      return applyToAttempt(record, event);
    }
    default:
      return applyToAttempt(record, event);
  }
}

function reopened(record: PhaseRecord): PhaseRecord {
  return { ...record, progress: { state: 'waiting' }, forgiven: record.attempts.length };
}

function moveHead(
  state: BatchState,
  event: Extract<BatchEvent, { event: 'head-moved' }>,
  places: ReadonlyMap<string, number>,
  block: Blocking,
): BatchState | string {
  if (state.head !== event.from) return 'The head moved from a commit that it was not at.';
  let { phases } = state;
  for (const id of event.undone) {
    const place = places.get(id);
    const record = place === undefined ? undefined : phases[place];
    if (place === undefined || record?.progress.state !== 'done')
      return `Phase ${JSON.stringify(id.slice(0, 100))} was undone, and it was not done.`;
    phases = withPhase(phases, place, reopened(record), block);
  }
  const origins = event.origin === undefined ? state.origins : [...state.origins, event.origin];
  return { ...state, phases, origins, head: event.to };
}

/** Replaces one phase, and updates those that depend on it. */
function withPhase(
  phases: readonly PhaseRecord[],
  place: number,
  next: PhaseRecord,
  block: Blocking,
): readonly PhaseRecord[] {
  const before = phases[place]?.progress.state;
  const changed = phases.with(place, next);
  const after = next.progress.state;
  const matters = before !== after && (before === 'failed' || after === 'failed' || after === 'waiting');
  return matters ? block(changed) : changed;
}

/** The times of a batch that was never run. */
const NEVER_RUN: RunTimes = { since: undefined, last: undefined, beforeMs: 0 };

/**
 * Returns the times after an event. A run that crashed lasted until its last event; a person's actions between runs, such as a
 * retry, belong to none.
 *
 * @param isRunning - whether a run was under way before the event
 */
function timesAfter(times: RunTimes, event: BatchEvent, isRunning: boolean): RunTimes {
  if (event.event === 'run-started')
    return { since: event.at, last: event.at, beforeMs: times.beforeMs + lengthOf(times) };
  return isRunning ? { ...times, last: event.at } : times;
}

/** Never negative: a clock can be set back. */
function lengthOf({ since, last }: RunTimes): number {
  if (since === undefined || last === undefined) return 0;
  return Math.max(0, Date.parse(last) - Date.parse(since) || 0);
}
