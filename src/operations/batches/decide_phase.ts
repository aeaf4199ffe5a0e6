import type { RunControl } from '../../batch/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { Port } from '../port.ts';

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
  { stop, signal }: { readonly stop: () => void; readonly signal: AbortSignal },
): NonNullable<RunControl['decide']> {
  let last: Promise<unknown> = Promise.resolve();
  return ({ phase, reason, decision }) => {
    const asked = last.then(async () => {
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
    last = asked.catch(() => undefined);
    return asked;
  };
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
