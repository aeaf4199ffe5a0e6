import { estimateTokens } from '../../lib/index.ts';
import type { ModelEvent, Usage } from '../../llm/index.ts';

/** What a question has taken so far, in all its tries. */
export type Spending = {
  /** Hears what happens while it is asked. */
  readonly hear: (event: ModelEvent) => void;
  /** In tokens, as the endpoint counts, else as they are estimated. */
  readonly spent: () => Usage;
};

/** A try that came to nothing, and has taken tokens all the same. */
export type SpentTry = { readonly reason: string; readonly message: string };

/**
 * Counts what a question takes.
 *
 * @param question.prompt - what its prompt takes, estimated
 * @param question.allowed - the most that an answer may take; `null` for any number
 * @param question.onSpentTry - is told of each such try
 */
export function openSpending({
  prompt,
  allowed,
  onSpentTry = () => {},
}: {
  readonly prompt: number;
  readonly allowed: number | null;
  readonly onSpentTry?: (spent: SpentTry) => void;
}): Spending {
  let [input, output] = [0, 0];
  let text = '';
  /** Whether a try goes on, or ended well, of which the endpoint has not said what it took. */
  let isUncounted = false;
  const add = (usage: Usage): void => {
    input += usage.input;
    output += usage.output;
    isUncounted = false;
  };
  return {
    hear(event) {
      switch (event.type) {
        case 'try-started':
          text = '';
          isUncounted = true;
          return;
        case 'text':
          text += event.text;
          return;
        case 'usage':
          return add(event.usage);
        case 'try-failed': {
          const { reason, message, usage } = event;
          if (usage === undefined && FREE.has(reason)) {
            isUncounted = false;
            return;
          }
          const most = reason === 'truncated' ? (allowed ?? 0) : 0;
          add(usage ?? { input: prompt, output: Math.max(estimateTokens(text), most) });
          return onSpentTry({ reason, message });
        }
        default:
          return;
      }
    },
    spent: () =>
      isUncounted ? { input: input + prompt, output: output + estimateTokens(text) } : { input, output },
  };
}

/** Failures of a try that no model has read. */
const FREE: ReadonlySet<string> = new Set([
  'misconfigured',
  'unreachable',
  'redirected',
  'authentication',
  'not-found',
  'too-large',
  'no-credit',
  'bad-request',
  'conflict',
  'rate-limited',
  'overloaded',
]);
