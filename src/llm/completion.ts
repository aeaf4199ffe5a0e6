import { isRecord } from '../lib/index.ts';
import { type CallFragment, callFragments } from './call_pieces.ts';
import { malformed, type TryFailure } from './failure.ts';
import type { Usage } from './port.ts';

/** The content of one chunk of a stream, or of a whole completion. Everything in it has been checked. */
export type Fragment = {
  /** `null` if it has no choice, as in a chunk with only usage. */
  readonly choice: {
    readonly text: string;
    readonly finish: string | null;
    readonly refusal: string;
    readonly calls: readonly CallFragment[];
  } | null;
  readonly model: string | null;
  readonly usage: Usage | null;
  /** Whether the model's thoughts came in a field of their own. */
  readonly hasThought: boolean;
};

/**
 * Checks the shape of a chunk (`part` is `delta`) or a whole completion (`part` is `message`) of the chat completions API. Only
 * fields that are used are checked; others are ignored. The first of several choices counts.
 */
export function readFragment(value: unknown, part: 'delta' | 'message'): Fragment | TryFailure {
  if (!isRecord(value)) return malformed('it is not a JSON object');
  const { choices } = value;
  const usage = readUsage(value.usage);
  const model = typeof value.model === 'string' ? value.model : null;
  const list: readonly unknown[] = Array.isArray(choices) ? choices : [];
  const choice = list.find((one) => !isRecord(one) || (one.index ?? 0) === 0);
  if (choice === undefined) {
    // A stream may contain other things between its chunks; whether it was complete is checked at its end.
    return part === 'delta'
      ? { choice: null, model, usage, hasThought: false }
      : malformed('it has no choices');
  }
  if (!isRecord(choice)) return malformed('a choice in it is not an object');
  // Some servers stream whole messages, and some the text of the older completions API.
  const content = choice[part] ?? choice.message ?? choice.delta ?? { content: choice.text };
  if (!isRecord(content)) return malformed(`the ${part} of a choice in it is not an object`);
  const text = textOf(content.content ?? '');
  const refusal = content.refusal ?? '';
  const finish = choice.finish_reason ?? null;
  if (text === undefined || typeof refusal !== 'string') return malformed('its content is not text');
  if (finish !== null && typeof finish !== 'string') return malformed('its finish_reason is not text');
  return {
    choice: { text, refusal, finish: finish === '' ? null : finish, calls: callFragments(content) },
    model,
    usage,
    hasThought: thinks(content),
  };
}

/** Content as one text; in a list of parts, only the text parts count. */
function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const parts: readonly unknown[] = content;
  const texts = parts.map((part) => {
    if (typeof part === 'string') return part;
    if (!isRecord(part)) return undefined;
    const { type = 'text', text = '' } = part;
    // The model's thoughts, images and calls are not text of the answer.
    if (type !== 'text' && type !== 'output_text') return '';
    return typeof text === 'string' ? text : undefined;
  });
  return texts.includes(undefined) ? undefined : texts.join('');
}

function thinks(content: Record<string, unknown>): boolean {
  const { reasoning, reasoning_content: own } = content;
  return (
    Array.isArray(content.content) || [reasoning, own].some((text) => typeof text === 'string' && text !== '')
  );
}

function readUsage(value: unknown): Usage | null {
  if (!isRecord(value)) return null;
  const { prompt_tokens: input, completion_tokens: output } = value;
  return isCount(input) && isCount(output) ? { input, output } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
