import type { Attempt } from './attempt.ts';
import { bodyText, peek } from './body_text.ts';
import { type Fragment, isRecord, readFragment } from './completion.ts';
import type { Endpoint } from './endpoint.ts';
import { eventData } from './event_stream.ts';
import { localFailure, malformed, type TryFailure } from './failure.ts';
import { CUT } from './network_failure.ts';
import type { ModelAnswer, Usage } from './port.ts';
import { describeError, statusFailure } from './status_failure.ts';

/** What reading an answer needs. */
export type AnswerReader = {
  readonly endpoint: Endpoint;
  readonly attempt: Attempt;
  readonly onText: (text: string) => void;
};

/** An answer that is not known to be whole. */
type Reading = {
  readonly endpoint: Endpoint;
  /** The first character of the body. */
  readonly start: string;
  text: string;
  pieces: number;
  choices: number;
  finish: string | null;
  refusal: string;
  model: string | null;
  usage: Usage | null;
};

/**
 * Reads a body to its end and says whether it was a whole answer. What it is, is seen from how it begins, not from its
 * label: some endpoints answer a request for a stream with plain JSON, and some call a stream plain text.
 */
export async function readAnswer(
  body: ReadableStream<Uint8Array>,
  { endpoint, attempt, onText }: AnswerReader,
): Promise<Omit<ModelAnswer, 'tries'> | TryFailure> {
  const { start, chunks } = await peek(bodyText(body, attempt));
  const reading: Reading = {
    endpoint,
    start,
    text: '',
    pieces: 0,
    choices: 0,
    finish: null,
    refusal: '',
    model: null,
    usage: null,
  };
  const redacted = endpoint.redactor.stream();
  const add = (text: string) => {
    if (text === '') return;
    reading.text += text;
    onText(text);
  };
  const fragments = start === '{' || start === '[' ? completion(chunks, attempt) : stream(chunks, start);
  for await (const { value, part } of fragments) {
    const fragment = checkFragment(value, part, endpoint);
    if ('reason' in fragment) return attempt.failure() ?? fragment;
    take(reading, fragment);
    add(redacted.push(fragment.choice?.text ?? ''));
  }
  add(redacted.end());
  return judge(reading, attempt.failure());
}

/** A parsed piece of the answer, or why it is none. */
type Piece = { readonly value: unknown; readonly part: 'delta' | 'message' };

/** Stands for text that was to be JSON and is not. */
const NOT_JSON = Symbol('not JSON');

async function* completion(chunks: AsyncIterable<string>, attempt: Attempt): AsyncGenerator<Piece> {
  const pieces: string[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  // Half of it is no JSON either, but why there is only half is known better.
  if (!attempt.failure()) yield { value: parse(pieces.join('')), part: 'message' };
}

async function* stream(chunks: AsyncIterable<string>, start: string): AsyncGenerator<Piece> {
  if (start === '<') {
    yield { value: undefined, part: 'message' };
    return;
  }
  for await (const data of eventData(chunks)) {
    if (data.startsWith('[DONE]')) return;
    yield { value: parse(data), part: 'delta' };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function checkFragment(value: unknown, part: Piece['part'], endpoint: Endpoint): Fragment | TryFailure {
  if (value === undefined) return malformed('it is a web page');
  if (value === NOT_JSON) return malformed('it is not valid JSON', { retryable: true, remedy: TRY_AGAIN });
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (isRecord(first) && (first.error ?? null) !== null) return errorInAnswer(first, endpoint);
  return readFragment(value, part);
}

/** An error that comes where an answer should be. A proxy often names the status that it would have had. */
function errorInAnswer(value: Record<string, unknown>, endpoint: Endpoint): TryFailure {
  const { message, code } = describeError(value);
  if (/^[45]\d\d$/u.test(code)) {
    return statusFailure(endpoint, { status: Number(code), body: JSON.stringify(value), retryAfterMs: null });
  }
  const words = endpoint.redactor.words(message);
  return malformed(`it is an error that says "${words}"`, { retryable: true, remedy: TRY_AGAIN });
}

function take(reading: Reading, { choice, model, usage }: Fragment): void {
  reading.pieces += 1;
  reading.model = model ?? reading.model;
  reading.usage = usage ?? reading.usage;
  if (!choice) return;
  reading.choices += 1;
  reading.finish = choice.finish ?? reading.finish;
  reading.refusal += choice.refusal;
}

/** Only an answer that says itself that it is finished is one. */
function judge(reading: Reading, ended: TryFailure | undefined): Omit<ModelAnswer, 'tries'> | TryFailure {
  const { endpoint, text, finish, model, usage } = reading;
  // What is finished is whole, even if the connection was then not closed properly.
  if (ended && !(finish !== null && LATE_FAULTS.has(ended.reason))) return ended;
  if (reading.refusal !== '' || finish === 'content_filter') return refused(reading);
  if (finish === 'length') return TRUNCATED;
  if (finish === null) return unfinished(reading);
  const { words } = endpoint.redactor;
  if (finish !== 'stop')
    return malformed(`it finished for the reason "${words(finish)}"`, { remedy: OTHER_MODEL });
  if (text.trim() === '') return EMPTY;
  return { text, finish, usage, model: words(model ?? '') || endpoint.settings.model };
}

function unfinished({ start, pieces, choices }: Reading): TryFailure {
  if (choices > 0 || start === '') return CUT;
  const what = pieces > 0 ? 'it has no choices' : 'it is neither JSON nor a stream of events';
  return malformed(what, { retryable: true, remedy: TRY_AGAIN });
}

const LATE_FAULTS: ReadonlySet<TryFailure['reason']> = new Set(['cut', 'stalled', 'timed-out']);
const TRY_AGAIN = 'Try again; if it happens often, the fault is at the endpoint.';
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

function refused({ endpoint, refusal }: Reading): TryFailure {
  const words = endpoint.redactor.words(refusal);
  return localFailure('refused', {
    retryable: false,
    message: `The model refused to answer${words === '' ? '.' : ` and says: "${words}".`}`,
    remedy: 'Say it differently, or use another model.',
  });
}
