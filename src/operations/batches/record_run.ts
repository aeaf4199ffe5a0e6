import {
  type BatchState,
  isRehearsed,
  issuesShown,
  type RunEnd,
  rungThatHelped,
  type StoredBatch,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { type OutcomeProblemCode, type PatternOutcome, recordOutcome } from '../../patterns/index.ts';
import { type PatternOrigin, patternIn } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { batchStore } from './batch_store.ts';

/**
 * Records the outcome of a batch whose plan came from a pattern; other batches are not recorded. A batch that was stopped early
 * has no outcome yet.
 *
 * @returns obstacles as warnings: they do not fail the batch
 */
export async function recordRun(
  context: OperationContext,
  at: {
    readonly root: string;
    readonly batch: StoredBatch;
    readonly end: RunEnd;
    readonly signal: AbortSignal;
  },
): Promise<readonly Problem<OutcomeProblemCode>[]> {
  const { root, batch, end, signal } = at;
  const { userFolder } = context;
  const origin = batchPattern(context, batch);
  const outcome = origin === undefined || end.kind !== 'over' ? undefined : outcomeOf(end, origin);
  if (outcome === undefined) return [];
  const recorded = await recordOutcome({ root, userFolder, signal }, outcome);
  if (recorded.ok) return [];
  return recorded.problems.map(
    (problem): Problem<OutcomeProblemCode> => ({ ...problem, severity: 'warning' }),
  );
}

/** The pattern that the plan of a batch came from. */
function batchPattern(context: OperationContext, batch: StoredBatch): PatternOrigin | undefined {
  const plan = batchStore(context).plan(batch);
  return plan.kind === 'text' ? patternIn(plan.text) : undefined;
}

function outcomeOf(
  { outcome, state }: Extract<RunEnd, { kind: 'over' }>,
  { id, version }: PatternOrigin,
): PatternOutcome | undefined {
  const run = runName(state);
  // Replayed or rehearsed work says nothing about the pattern.
  const isPlayed = state.phases.some(({ attempts }) =>
    attempts.some(({ executor }) => isRehearsed(executor)),
  );
  if (outcome === 'stopped' || run === undefined || isPlayed) return undefined;
  return {
    schema: 'orchestrator.outcome/1',
    run,
    pattern: id,
    version,
    result: outcome === 'done' ? 'success' : 'failure',
    at: state.times.last ?? '1970-01-01T00:00:00Z',
    phases: state.phases.map((record) => {
      const { phase, progress, attempts } = record;
      const seconds = attempts.reduce((sum, { ended }) => sum + (ended?.seconds ?? 0), 0);
      return {
        phase: phase.id.slice(0, 80),
        state: progress.state === 'done' || progress.state === 'failed' ? progress.state : 'left',
        tries: attempts.length,
        seconds: Number(seconds.toFixed(1)),
        helped: rungThatHelped(record) ?? null,
      };
    }),
    issues: state.phases.flatMap(({ phase, progress, attempts }) =>
      [...new Set(attempts.flatMap((attempt) => issuesShown(phase, attempt)))].map((issue) => ({
        id: issue,
        phase: phase.id.slice(0, 80),
        overcome: progress.state === 'done',
      })),
    ),
  };
}

/** A batch's unique name, here and elsewhere: its number, and the random token of its first attempt. */
function runName({ batch, phases }: BatchState): string | undefined {
  const [first] = phases.flatMap(({ attempts }) => attempts).sort((a, b) => a.seq - b.seq);
  return first === undefined ? undefined : `${batch}-${first.token}`.slice(0, 120);
}
