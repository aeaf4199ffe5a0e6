import type { RunControl } from '../../batch/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { Port } from '../port.ts';
import type { QuestionQueue } from './question_queue.ts';

/** An agent requests something that no rule allows, and a person is about to be asked. */
export type PermitEvent = {
  readonly kind: 'permission-open';
  readonly phase: string;
  /** In the agent's own words; safe to show. */
  readonly what: string;
  readonly why: string;
  /** The time limit for an answer, from the agent's question on, in seconds. */
  readonly withinSeconds: number;
};

/**
 * Asks the person to allow the requests of agents, one question at a time.
 *
 * @param options.stop - called when the person ends the question, and so the run, instead of answering (Ctrl-C)
 */
export function permitter(
  port: Port<PermitEvent>,
  {
    stop,
    signal,
    inTurn,
  }: { readonly stop: () => void; readonly signal: AbortSignal; readonly inTurn: QuestionQueue },
): NonNullable<RunControl['permit']> {
  return ({ phase, what, why, withinMs }, ended) =>
    inTurn(async () => {
      if (signal.aborted || ended.aborted) return undefined;
      await port.show({
        kind: 'permission-open',
        phase,
        what: printableLine(what),
        why: printableLine(why),
        withinSeconds: withinMs / 1_000,
      });
      const answer = await port.choice({
        fresh: true,
        harmlessFirst: true,
        until: ended,
        message: `Let the agent of phase ${printableLine(phase)} do it?`,
        choices: [
          { value: 'no', label: 'no', description: 'It gets the answer and continues.' },
          { value: 'yes', label: 'yes, this once', description: 'Ask again next time.' },
        ],
      });
      if (answer.kind === 'answer') return answer.value === 'yes';
      if (answer.kind === 'closed' && !ended.aborted) stop();
      return undefined;
    });
}
