import type { BatchEvent } from '../../generated/batch.event.ts';
import { causeInWords, rungThatHelped } from '../../scheduling/index.ts';
import type { AttemptRecord, PhaseRecord } from '../../store/batch_state.ts';
import { currentAttempt, tokensOf } from '../../store/state/index.ts';
import { filesInWords } from '../../verify/index.ts';
import { filesChanged, gatesAt, refusalsOf } from '../status/index.ts';
import type { ReportAttempt, ReportFacts, ReportPhase } from './facts.ts';
import type { PlannedSpans } from './planned_spans.ts';
import { servedLines } from './requirement_lines.ts';
import type { RunClock } from './run_clock.ts';
import { statementsOf } from './statements.ts';

/** Values computed for all phases. */
export type ReportContext = {
  readonly clock: RunClock;
  readonly planned: PlannedSpans | undefined;
  /** The last event that reopened each phase, by its id. */
  readonly reopened: ReadonlyMap<string, Extract<BatchEvent, { event: 'phase-reopened' }>>;
};

/** The longest text copied from an agent, in UTF-16 code units. */
const LONGEST_SUMMARY = 4000;

/** The report on one phase. */
export function reportPhase(record: PhaseRecord, facts: ReportFacts, context: ReportContext): ReportPhase {
  const { phase, progress } = record;
  const { id, prp, title, goal, stage, dependencies, hours } = phase;
  const changed = filesChanged(record);
  const attempts = record.attempts.map((attempt) => reportAttempt(record, attempt, context));
  const ended = attempts.flatMap(({ start, end }) => (end === null ? [] : [{ start, end }]));
  const isOver = ended.length > 0 && ended.length === attempts.length;
  return {
    ...{ id, prp, title, goal, stage },
    complexity: facts.plan.complexity.get(id) ?? null,
    dependencies: [...dependencies],
    requirement: servedLines(id, facts.plan),
    state: progress.state,
    reason: reasonOf(record, facts),
    rung: rungOf(record, context),
    hours,
    planned: context.planned?.spans.get(id) ?? null,
    actual: isOver ? { start: ended[0]?.start ?? 0, end: ended.at(-1)?.end ?? 0 } : null,
    workSeconds: ended.reduce((sum, { start, end }) => sum + (end - start), 0),
    commit: progress.state === 'done' ? progress.mergedAs : null,
    ...filesInWords(phase, changed),
    changed: [...changed],
    statements: statementsOf(record, facts),
    attempts,
  };
}

function reasonOf({ progress, asked }: PhaseRecord, { isHeld }: ReportFacts): string | null {
  if (progress.state === 'waiting' && asked !== undefined && isHeld)
    return `it is waiting for your answer: ${asked.reason}`;
  if (progress.state === 'failed') return progress.reason;
  return progress.state === 'blocked' ? `it needs phase ${progress.by}` : null;
}

function reportAttempt(record: PhaseRecord, attempt: AttemptRecord, { clock }: ReportContext): ReportAttempt {
  const { number, executor, seq, ended, claimed, failed, mergeReady, pinned } = attempt;
  const isCurrent = currentAttempt(record) === attempt;
  const last = failed ?? mergeReady ?? pinned ?? ended;
  const summary = claimed?.summary ?? null;
  return {
    number,
    executor,
    state: stateOf(record, attempt, isCurrent),
    start: clock.at(seq),
    end: isCurrent || last === undefined ? null : clock.at(last.seq),
    seconds: ended?.seconds ?? null,
    kind: failed?.reason ?? null,
    cause: failed === undefined ? null : causeInWords(attempt),
    summary:
      summary !== null && summary.length > LONGEST_SUMMARY
        ? `${summary.slice(0, LONGEST_SUMMARY)}…`
        : summary,
    files: [...(pinned?.files ?? [])],
    tokens: tokensOf(attempt)?.total ?? null,
    costUsd: ended?.agent?.costUsd ?? null,
    place: attempt.place ?? null,
    sandbox: attempt.place === undefined ? (attempt.sandbox ?? null) : null,
    network: attempt.network ?? null,
    hosts: [...(attempt.hosts ?? [])],
    refused: refusalsOf(attempt),
    gatesAt: gatesAt(attempt),
  };
}

function stateOf(
  { progress }: PhaseRecord,
  { number, failed }: AttemptRecord,
  isCurrent: boolean,
): ReportAttempt['state'] {
  if (failed !== undefined) return 'failed';
  if (progress.state === 'done' && progress.attempt === number) return 'merged';
  const { state } = progress;
  if (isCurrent && (state === 'running' || state === 'gating' || state === 'merging')) return state;
  return 'undone';
}

/** The rung of the ladder that got a phase done; derived for journals of versions that did not record it. */
function rungOf(record: PhaseRecord, { reopened }: ReportContext): ReportPhase['rung'] {
  const { phase, progress, attempts } = record;
  if (progress.state !== 'done') return null;
  const rung = rungThatHelped(record);
  if (rung !== undefined) return rung;
  const merged = attempts[progress.attempt - 1];
  if (merged === undefined) return null;
  const again = reopened.get(phase.id);
  const since = again !== undefined && again.seq < merged.seq ? again : undefined;
  if (since?.why === 'retry') return 'answer';
  const tries = attempts.filter(({ seq, number }) => seq > (since?.seq ?? 0) && number < merged.number);
  const failed = tries.filter(
    (attempt) =>
      attempt.failed && attempt.failed.reason !== 'interrupted' && attempt.failed.reason !== 'limited',
  );
  const [first] = failed;
  if (first === undefined) return 'first';
  return first.executor === merged.executor ? 'retry' : 'fallback';
}
