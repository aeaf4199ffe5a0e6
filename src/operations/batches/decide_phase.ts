import type { RunControl } from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { durationInWords, printableLine } from '../../lib/index.ts';
import type { Port } from '../port.ts';
import type { QuestionQueue } from './question_queue.ts';

/** A phase has no attempts left, and a person is about to be asked about it. */
export type DecisionEvent = {
  readonly kind: 'decision-open';
  readonly phase: string;
  readonly reason: string;
  readonly decision: string;
  /** The time limit for an answer. */
  readonly withinMs: number;
};

/**
 * Asks the person what to do with a phase that has no attempts left, one question at a time. After the time limit the question is
 * left open, so that an unattended run comes to its end, and the decision waits with all others.
 *
 * @param options.stop - called when the person chooses to stop the run
 * @param options.withinMs - the time limit for each answer
 */
export function decider(
  port: Port<DecisionEvent>,
  {
    batch,
    stop,
    signal,
    inTurn,
    withinMs,
    note,
  }: {
    readonly batch: number;
    readonly stop: () => void;
    readonly signal: AbortSignal;
    readonly inTurn: QuestionQueue;
    readonly withinMs: number;
    readonly note: (problem: Problem<'decision-late'>) => void;
  },
): NonNullable<RunControl['decide']> {
  return ({ phase, reason, decision }) =>
    inTurn(async () => {
      if (signal.aborted) return 'leave' as const;
      await port.show({ kind: 'decision-open', phase, reason, decision, withinMs });
      const until = AbortSignal.timeout(withinMs);
      const answer = await port.choice({
        fresh: true,
        harmlessFirst: true,
        until,
        message: `What should happen to phase ${printableLine(phase)}?`,
        choices: CHOICES,
      });
      if (answer.kind === 'answer' && answer.value === 'retry') return 'retry' as const;
      if (answer.kind !== 'answer' && until.aborted && !signal.aborted) {
        note(unanswered(batch, phase, withinMs));
        return 'leave' as const;
      }
      if (answer.kind !== 'answer' || answer.value === 'stop') stop();
      return 'leave' as const;
    });
}

function unanswered(batch: number, phase: string, withinMs: number): Problem<'decision-late'> {
  const name = printableLine(phase);
  return {
    severity: 'warning',
    code: 'decision-late',
    message: `Nobody decided about phase ${name} within ${durationInWords(withinMs)}, so it stays failed.`,
    hint: `To retry it: orchestrator batch retry ${batch} --phase ${name}. The setting batch.decideSeconds is how long to wait for a decision.`,
  };
}

const CHOICES = [
  {
    value: 'leave',
    label: 'leave it',
    description: 'What depends on it is blocked; everything else continues.',
  },
  { value: 'retry', label: 'try again', description: 'With as many attempts as at first.' },
  {
    value: 'stop',
    label: 'stop the run',
    description: 'Running attempts are ended; the run can continue later.',
  },
];
