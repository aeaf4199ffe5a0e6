import type { Endpoint } from './endpoint.ts';
import { localFailure, malformed, type TryFailure } from './failure.ts';
import { CUT } from './network_failure.ts';
import type { ModelAnswer, ToolCall, Usage } from './port.ts';

/** An answer not yet known to be complete. */
export type Reading = {
  readonly endpoint: Endpoint;
  /** The first character of the body. */
  readonly start: string;
  text: string;
  /** Whether anything came, even if only thoughts. */
  hasSpoken: boolean;
  pieces: number;
  choices: number;
  /** The finish reason. */
  finish: string | null;
  /** Whether the stream marked its own end. */
  isDone: boolean;
  refusal: string;
  model: string | null;
  usage: Usage | null;
  /** The tools that it calls, if it was offered any. */
  readonly calls: () => readonly ToolCall[];
  /** Number of calls beyond the most accepted in one answer. */
  readonly callsLeftOut: () => number;
};

/** Decides whether an answer is complete: only one that says so is. The cost of any other is reported all the same. */
export function judgeReading(
  reading: Reading,
  ended: TryFailure | undefined,
): Omit<ModelAnswer, 'tries'> | TryFailure {
  const judged = judgeCompleteness(reading, ended);
  const { usage } = reading;
  return 'reason' in judged && usage !== null ? { ...judged, usage } : judged;
}

function judgeCompleteness(
  reading: Reading,
  ended: TryFailure | undefined,
): Omit<ModelAnswer, 'tries'> | TryFailure {
  const { endpoint, text, finish, isDone, model, usage } = reading;
  // A finished answer is complete, even if the connection was not closed properly afterwards.
  if (ended && !((finish !== null || isDone) && LATE_FAULTS.has(ended.reason))) return ended;
  // Some servers give no reason, but end the stream normally.
  const end = finish === null ? (isDone && reading.choices > 0 ? 'whole' : undefined) : finishMeaning(finish);
  if (reading.refusal !== '' || end === 'refused') return refused(reading);
  if (end === 'truncated') return TRUNCATED;
  if (end === undefined) return unfinished(reading);
  const { words } = endpoint.redactor;
  const calls = reading.calls();
  if (calls.length > 0 && (end === 'whole' || end === 'calls')) {
    const answer = {
      text,
      finish: 'stop',
      usage,
      model: words(model ?? '') || endpoint.settings.model,
    } as const;
    const callsLeftOut = reading.callsLeftOut();
    return { ...answer, calls, ...(callsLeftOut === 0 ? {} : { callsLeftOut }) };
  }
  if (end === 'other' || end === 'calls')
    return malformed(`it finished for the reason "${words(finish ?? '')}"`, { remedy: OTHER_MODEL });
  if (text.trim() === '') return reading.hasSpoken ? ONLY_THOUGHT : EMPTY;
  return { text, finish: 'stop', usage, model: words(model ?? '') || endpoint.settings.model };
}

function unfinished({ start, pieces, choices }: Reading): TryFailure {
  if (choices > 0 || start === '') return CUT;
  const what = pieces > 0 ? 'it has no choices' : 'it is neither JSON nor a stream of events';
  return malformed(what, { retryable: true, remedy: TRY_AGAIN });
}

/** The remedy if the endpoint seems to have had an accident. */
export const TRY_AGAIN = 'Try again; if it happens often, the fault is at the endpoint.';

const LATE_FAULTS: ReadonlySet<TryFailure['reason']> = new Set(['cut', 'stalled', 'timed-out']);
const OTHER_MODEL = 'Use another model.';
const TRUNCATED = localFailure('truncated', {
  retryable: false,
  message: 'The answer is incomplete: it reached the limit of tokens.',
  remedy: 'Use another model, ask for less, or raise the limit where the model is served.',
});
const EMPTY = localFailure('empty', {
  retryable: true,
  message: 'The answer is empty.',
  remedy: 'Try again, or use another model.',
});
const ONLY_THOUGHT = localFailure('empty', {
  retryable: true,
  message: 'The model spent all its output on thinking and gave no answer.',
  remedy: 'Try again, use another model, or raise the limit of tokens where the model is served.',
});

function refused({ endpoint, refusal }: Reading): TryFailure {
  const words = endpoint.redactor.words(refusal);
  return localFailure('refused', {
    retryable: false,
    message: `The model refused to answer${words === '' ? '.' : ` and says: "${words}".`}`,
    remedy: 'Rephrase the request, or use another model.',
  });
}

/** The meaning of the finish reason that a model gives. */
type FinishMeaning = 'whole' | 'calls' | 'truncated' | 'refused' | 'other';

/** Maps a finish reason of any server: OpenAI's, vLLM's, TGI's, Anthropic's, Gemini's, Mistral's. */
function finishMeaning(reason: string): FinishMeaning {
  const word = reason.trim().toLowerCase();
  // Some servers give the token that the model ended with: `<|im_end|>`, `</s>`.
  if (/^<[^<>\s]{1,40}>$/u.test(word)) return 'whole';
  return KNOWN.get(word.replace(/^finish_?reason_/u, '').replaceAll(/[\s-]/gu, '_')) ?? 'other';
}

const KNOWN: ReadonlyMap<string, FinishMeaning> = new Map([
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
