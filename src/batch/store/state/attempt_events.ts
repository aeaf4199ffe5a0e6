import type { BatchEvent } from '../../generated/batch.event.ts';
import type { AttemptRecord, PhaseProgress, PhaseRecord } from '../batch_state.ts';
import { currentAttempt } from './current_attempt.ts';

/** An event about an attempt. */
type AttemptEvent = Extract<BatchEvent, { readonly phase: string; readonly attempt: number }>;

/**
 * Returns a phase after an event of one of its attempts, or why the event does not fit.
 *
 * Mere observations of an attempt are kept whenever they arrive, even after it was given up: recovery cleans up the leftovers of
 * a crash. Decisive events are accepted only for the attempt under way.
 */
export function applyToAttempt(record: PhaseRecord, event: AttemptEvent): PhaseRecord | string {
  if (event.event === 'attempt-started') {
    const attempts = [...record.attempts, begun(event)];
    return { ...record, attempts, progress: { state: 'running', attempt: event.attempt } };
  }
  const attempt = record.attempts[event.attempt - 1];
  if (attempt === undefined)
    return `there is no attempt ${event.attempt} that "${event.event}" could tell of.`;
  const isCurrent = currentAttempt(record) === attempt;
  switch (event.event) {
    case 'attempt-process':
      return withAttempt(record, { ...attempt, process: event.process }, isCurrent);
    case 'attempt-queued':
      return withAttempt(record, { ...attempt, job: event.job }, isCurrent);
    case 'network-refused':
      return withAttempt(record, { ...attempt, refused: [...(attempt.refused ?? []), event] }, isCurrent);
    case 'attempt-ended':
      return withAttempt(record, { ...attempt, ended: event }, isCurrent);
    case 'attempt-pinned':
      return withAttempt(record, { ...attempt, pinned: event }, isCurrent);
    case 'claimed':
      return withAttempt(record, { ...attempt, claimed: event }, isCurrent);
    case 'gate-ended':
      return withAttempt(record, { ...attempt, gates: withGate(attempt.gates, event) }, isCurrent);
    case 'merge-ready':
      if (!isCurrent) return `attempt ${event.attempt} was ready to be merged, and is not under way.`;
      return withAttempt(record, { ...attempt, mergeReady: event }, true);
    case 'merged':
      if (!isCurrent) return `attempt ${event.attempt} was merged, and is not under way.`;
      if (attempt.mergeReady?.commit !== event.commit)
        return `attempt ${event.attempt} was merged as a commit that was not proven.`;
      return {
        ...record,
        progress: { state: 'done', attempt: event.attempt, mergedAs: event.commit },
      };
    case 'attempt-failed':
      if (!isCurrent) return `attempt ${event.attempt} failed, and is not under way.`;
      return {
        ...withAttempt(record, { ...attempt, failed: event }, false),
        progress: { state: 'waiting' },
      };
  }
}

function begun(event: Extract<AttemptEvent, { event: 'attempt-started' }>): AttemptRecord {
  const {
    attempt: number,
    seq,
    at: startedAt,
    executor,
    argv,
    protocol,
    sandbox,
    network,
    hosts,
    worktree,
    isolation,
    place,
    imported,
    base,
    token,
  } = event;
  return {
    number,
    seq,
    startedAt,
    executor,
    account: event.account ?? executor,
    ...(event.rung && { rung: event.rung }),
    ...(event.fixes && { fixes: event.fixes }),
    resumes: event.resumes,
    argv,
    protocol,
    sandbox,
    network,
    ...(hosts && { hosts }),
    worktree,
    ...(isolation && { isolation }),
    ...(place && { place }),
    ...(imported && { imported }),
    base,
    token,
    process: undefined,
    ended: undefined,
    pinned: undefined,
    claimed: undefined,
    gates: [],
    mergeReady: undefined,
    failed: undefined,
  };
}

type GateEnded = AttemptRecord['gates'][number];

/** If a gate was run again, after a crash or on a head that had moved, its last result counts. */
function withGate(gates: readonly GateEnded[], gate: GateEnded): readonly GateEnded[] {
  const isSame = (other: GateEnded) =>
    other.where === gate.where && other.gate === gate.gate && other.text === gate.text;
  return [...gates.filter((other) => !isSame(other)), gate];
}

function withAttempt(record: PhaseRecord, attempt: AttemptRecord, isCurrent: boolean): PhaseRecord {
  return {
    ...record,
    attempts: record.attempts.with(attempt.number - 1, attempt),
    progress: isCurrent ? progressOf(record, attempt) : record.progress,
  };
}

/** Returns the progress of an attempt under way. It depends on the known facts, not on their order. */
function progressOf({ phase }: PhaseRecord, attempt: AttemptRecord): PhaseProgress {
  const { number, ended, pinned, gates, mergeReady } = attempt;
  const at = (state: 'running' | 'gating' | 'merging') => ({ state, attempt: number });
  if (mergeReady !== undefined || gates.some(({ where }) => where === 'merged')) return at('merging');
  if (ended === undefined && pinned === undefined && gates.length === 0) return at('running');
  const checked = new Set(gates.map(({ gate }) => gate));
  const isProven =
    pinned !== undefined &&
    gates.every(({ result }) => result !== 'red') &&
    phase.gates.every((_, place) => checked.has(place));
  return at(isProven && gates.length > 0 ? 'merging' : 'gating');
}
