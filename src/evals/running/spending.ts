import { estimateTokens } from '../../lib/index.ts';
import type { ModelEvent, Usage } from '../../llm/index.ts';

/** The tokens that a question has used so far, in all its tries. */
export type Spending = {
  /** Handles an event of the question. */
  readonly hear: (event: ModelEvent) => void;
  /** As counted by the endpoint, else as estimated. */
  readonly spent: () => Usage;
};

/** A try that failed but used tokens all the same. */
export type SpentTry = { readonly reason: string; readonly message: string };

/**
 * Counts the tokens that a question uses.
 *
 * @param question.prompt - the estimated tokens of its prompt
 * @param question.allowed - the limit for an answer; `null` for none
 * @param question.onSpentTry - called with each failed try
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
  /** Whether there is a try, running or successful, whose tokens the endpoint has not reported. */
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

/** Failures of tries that no model has read. */
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
