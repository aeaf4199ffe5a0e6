import type { RunControl } from '../../batch/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { Port } from '../port.ts';
import type { InTurn } from './questions_in_turn.ts';

/** A phase has no try left, and a person is about to be asked what becomes of it. */
export type DecisionEvent = {
  readonly kind: 'decision-open';
  readonly phase: string;
  readonly reason: string;
  readonly decision: string;
};

/**
 * Asks the person what becomes of a phase that has no try left, one question after the other.
 *
 * @param options.stop - called when the person would rather stop the run
 */
export function decider(
  port: Port<DecisionEvent>,
  {
    stop,
    signal,
    inTurn,
  }: { readonly stop: () => void; readonly signal: AbortSignal; readonly inTurn: InTurn },
): NonNullable<RunControl['decide']> {
  return ({ phase, reason, decision }) =>
    inTurn(async () => {
      if (signal.aborted) return 'leave' as const;
      await port.show({ kind: 'decision-open', phase, reason, decision });
      const answer = await port.choice({
        fresh: true,
        harmlessFirst: true,
        message: `What becomes of phase ${printableLine(phase)}?`,
        choices: CHOICES,
      });
      if (answer.kind === 'answer' && answer.value === 'retry') return 'retry' as const;
      if (answer.kind !== 'answer' || answer.value === 'stop') stop();
      return 'leave' as const;
    });
}

const CHOICES = [
  {
    value: 'leave',
    label: 'leave it',
    description: 'What depends on it is blocked; all else goes on.',
  },
  { value: 'retry', label: 'try again', description: 'As often as at first.' },
  {
    value: 'stop',
    label: 'stop the run',
    description: 'What is under way ends; it can go on later.',
  },
];
