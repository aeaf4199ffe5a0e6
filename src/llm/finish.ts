/** What the reason that a model gives for its end comes to. */
export type Finish = 'whole' | 'calls' | 'truncated' | 'refused' | 'other';

/** Reads a reason in the words of any server: OpenAI's, vLLM's, TGI's, Anthropic's, Gemini's, Mistral's. */
export function finishOf(reason: string): Finish {
  return KNOWN.get(reason.toLowerCase().replace(/^finish_reason_/u, '')) ?? 'other';
}

const KNOWN: ReadonlyMap<string, Finish> = new Map([
  ...['stop', 'eos', 'eos_token', 'end_turn', 'stop_sequence', 'end', 'complete', 'completed'].map(
    (word) => [word, 'whole'] as const,
  ),
  ...['tool_calls', 'tool_call', 'tool_use', 'function_call'].map((word) => [word, 'calls'] as const),
  ...[
    'length',
    'max_tokens',
    'max_length',
    'max_output_tokens',
    'max_completion_tokens',
    'model_length',
    'token_limit',
  ].map((word) => [word, 'truncated'] as const),
  ...['content_filter', 'safety', 'recitation', 'refusal', 'prohibited_content', 'blocklist', 'spii'].map(
    (word) => [word, 'refused'] as const,
  ),
]);
