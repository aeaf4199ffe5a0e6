import { printable, printableLine } from '../../../lib/index.ts';
import type { RunControl } from '../../../operations/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import type { RunShow } from './run_show.ts';

/**
 * Asks the person what becomes of a phase that has no try left, one question after the other.
 *
 * @param options.stop - called when the person would rather stop the run
 */
export function decider(
  terminal: Terminal,
  { show, stop, signal }: { readonly show: RunShow; readonly stop: () => void; readonly signal: AbortSignal },
): NonNullable<RunControl['decide']> {
  let last: Promise<unknown> = Promise.resolve();
  return ({ phase, reason, decision }) => {
    const asked = last.then(async () => {
      if (signal.aborted) return 'leave' as const;
      return show.aside(async () => {
        const { startConversation } = await import('../../wizard/index.ts');
        const conversation = await startConversation(terminal);
        try {
          terminal.say(
            `Phase ${printableLine(phase)} has no try left: ${printable(reason)}.\n${printable(decision)}\n`,
          );
          const answer = await conversation.ask.choice({
            fresh: true,
            harmlessFirst: true,
            message: `What becomes of phase ${printableLine(phase)}?`,
            choices: [
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
            ],
          });
          if (answer.kind === 'answer' && answer.value === 'retry') return 'retry' as const;
          if (answer.kind !== 'answer' || answer.value === 'stop') stop();
          return 'leave' as const;
        } finally {
          conversation.end();
        }
      });
    });
    last = asked.catch(() => undefined);
    return asked;
  };
}
