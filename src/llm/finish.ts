/** The meaning of the finish reason that a model gives. */
export type Finish = 'whole' | 'calls' | 'truncated' | 'refused' | 'other';

/** Maps a finish reason of any server: OpenAI's, vLLM's, TGI's, Anthropic's, Gemini's, Mistral's. */
export function finishOf(reason: string): Finish {
  const word = reason.trim().toLowerCase();
  // Some servers give the token that the model ended with: `<|im_end|>`, `</s>`.
  if (/^<[^<>\s]{1,40}>$/u.test(word)) return 'whole';
  return KNOWN.get(word.replace(/^finish_?reason_/u, '').replaceAll(/[\s-]/gu, '_')) ?? 'other';
}

const KNOWN: ReadonlyMap<string, Finish> = new Map([
  ...[
    ...['stop', 'eos', 'eos_token', 'end_turn', 'stop_sequence', 'stop_token', 'stopped', 'end'],
    ...['complete', 'completed', 'finish', 'finished', 'done', 'eot', 'eot_id', 'im_end'],
  ].map((word) => [word, 'whole'] as const),
  ...['tool_calls', 'tool_call', 'tool_use', 'function_call'].map((word) => [word, 'calls'] as const),
  ...[
    'length',
    'max_tokens',
    'max_length',
    'max_new_tokens',
    'max_tokens_reached',
    'max_output_tokens',
    'max_completion_tokens',
    'model_length',
    'token_limit',
    'context_length_exceeded',
    'model_context_window_exceeded',
  ].map((word) => [word, 'truncated'] as const),
  ...['content_filter', 'safety', 'recitation', 'refusal', 'prohibited_content', 'blocklist', 'spii'].map(
    (word) => [word, 'refused'] as const,
  ),
]);
