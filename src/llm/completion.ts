import { malformed, type TryFailure } from './failure.ts';
import type { Usage } from './port.ts';

/** What one chunk of a stream, or a whole completion, says. Everything in it has been checked. */
export type Fragment = {
  /** `null` where it holds no choice, as a chunk with nothing but usage does. */
  readonly choice: { readonly text: string; readonly finish: string | null; readonly refusal: string } | null;
  readonly model: string | null;
  readonly usage: Usage | null;
};

/**
 * Checks the shape of a chunk (`part` is `delta`) or a whole completion (`part` is `message`) of the chat completions
 * API. Only what is used is checked; what else an endpoint adds is let be.
 */
export function readFragment(value: unknown, part: 'delta' | 'message'): Fragment | TryFailure {
  if (!isRecord(value)) return malformed('it is not a JSON object');
  const { choices } = value;
  const usage = readUsage(value.usage);
  const model = typeof value.model === 'string' ? value.model : null;
  if (!Array.isArray(choices)) {
    return part === 'delta' && usage ? { choice: null, model, usage } : malformed('it has no choices');
  }
  const choice: unknown = choices[0];
  if (choice === undefined) {
    return part === 'delta' ? { choice: null, model, usage } : malformed('it has no choices');
  }
  if (!isRecord(choice)) return malformed('a choice in it is not an object');
  const content = choice[part] ?? {};
  if (!isRecord(content)) return malformed(`the ${part} of a choice in it is not an object`);
  const text = content.content ?? '';
  const refusal = content.refusal ?? '';
  const finish = choice.finish_reason ?? null;
  if (typeof text !== 'string' || typeof refusal !== 'string') return malformed('its content is not text');
  if (finish !== null && typeof finish !== 'string') return malformed('its finish_reason is not text');
  return { choice: { text, refusal, finish }, model, usage };
}

/** An object that was parsed from JSON, as opposed to any other value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readUsage(value: unknown): Usage | null {
  if (!isRecord(value)) return null;
  const { prompt_tokens: input, completion_tokens: output } = value;
  return isCount(input) && isCount(output) ? { input, output } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
