import { isRecord } from '../lib/index.ts';
import { type Piece, piecesOf } from './answer_pieces.ts';
import type { Attempt } from './attempt.ts';
import { bodyText, peek } from './body_text.ts';
import { callPieces } from './call_pieces.ts';
import { type Fragment, readFragment } from './completion.ts';
import type { Endpoint } from './endpoint.ts';
import { malformed, type TryFailure } from './failure.ts';
import { judgeReading, type Reading, TRY_AGAIN } from './judge_answer.ts';
import type { ModelAnswer } from './port.ts';
import { describeError, refusesSystem, statusFailure } from './status_failure.ts';
import { type AnswerPiece, answerStream } from './thinking.ts';

/** The inputs for reading an answer. */
export type AnswerReader = {
  readonly endpoint: Endpoint;
  readonly attempt: Attempt;
  readonly onText: (text: string) => void;
  /** Called when all text reported so far was not part of the answer: the model was thinking. */
  readonly onVoid: () => void;
  /** Whether the model is known to close its thoughts without having opened them. */
  readonly thinksUnmarked: boolean;
  /** Whether it was offered tools; otherwise calls in the answer are ignored. */
  readonly takesCalls: boolean;
};

/**
 * Reads a body to its end and decides whether it was a complete answer. Its format is detected from its beginning, not from its
 * content type: some endpoints answer a request for a stream with plain JSON, and some label a stream as plain text.
 */
export async function readAnswer(
  body: ReadableStream<Uint8Array>,
  { endpoint, attempt, onText, onVoid, thinksUnmarked, takesCalls }: AnswerReader,
): Promise<Omit<ModelAnswer, 'tries'> | TryFailure> {
  const { start, chunks } = await peek(bodyText(body, attempt));
  const pieces = callPieces(endpoint.redactor);
  const reading: Reading = {
    endpoint,
    start,
    text: '',
    hasSpoken: false,
    pieces: 0,
    choices: 0,
    finish: null,
    isDone: false,
    refusal: '',
    model: null,
    usage: null,
    calls: pieces.calls,
    callsLeftOut: pieces.leftOut,
  };
  const redacted = endpoint.redactor.stream();
  const answer = answerStream({ thinksUnmarked });
  const add = ({ text, isAllVoid }: AnswerPiece) => {
    if (isAllVoid) {
      reading.text = '';
      onVoid();
    }
    if (text === '') return;
    reading.text += text;
    onText(text);
  };
  for await (const piece of piecesOf(start, chunks, attempt)) {
    if (piece.kind === 'done') {
      reading.isDone = true;
      break;
    }
    const fragment = checkPiece(piece, { endpoint, takesCalls });
    if ('reason' in fragment) {
      // Anything after a complete answer is ignored.
      if (reading.finish !== null) break;
      add(answer.push(redacted.end()));
      add(answer.end());
      return attempt.failure() ?? fragment;
    }
    take(reading, fragment);
    const text = fragment.choice?.text ?? '';
    const calls = (takesCalls && fragment.choice?.calls) || [];
    pieces.add(calls);
    if (text !== '' || fragment.hasThought || calls.length > 0) attempt.spoke();
    reading.hasSpoken ||= text.trim() !== '' || fragment.hasThought;
    add(answer.push(redacted.push(text)));
  }
  add(answer.push(redacted.end()));
  add(answer.end());
  return judgeReading(reading, attempt.failure());
}

type Asked = Pick<AnswerReader, 'endpoint' | 'takesCalls'>;

function checkPiece(piece: Exclude<Piece, { kind: 'done' }>, asked: Asked): Fragment | TryFailure {
  switch (piece.kind) {
    case 'web-page':
      return malformed('it is a web page');
    case 'words': {
      if (refusesSystem(piece.text)) return errorInAnswer({ message: piece.text }, asked);
      const words = asked.endpoint.redactor.words(piece.text);
      const what = /^[[{]/u.test(piece.text)
        ? 'it is not valid JSON'
        : `it is not valid JSON, and says "${words}"`;
      return malformed(what, { retryable: true, remedy: TRY_AGAIN });
    }
    case 'error':
      return errorInAnswer(piece.value, asked);
    case 'json': {
      const first: unknown = Array.isArray(piece.value) ? piece.value[0] : piece.value;
      const isError =
        isRecord(first) &&
        ((first.error ?? null) !== null ||
          first.object === 'error' ||
          // FastAPI's form of an error, in place of a chunk.
          ((first.detail ?? null) !== null && first.choices === undefined));
      return isError ? errorInAnswer(first, asked) : readFragment(piece.value, piece.part);
    }
  }
}

/** An error in place of an answer. A proxy often includes the status that it would have had. */
function errorInAnswer(value: unknown, { endpoint, takesCalls }: Asked): TryFailure {
  const { message, code, parameter } = describeError(value);
  const status = /^[45]\d\d$/u.test(code)
    ? Number(code)
    : refusesSystem(`${parameter} ${message}`)
      ? BAD_REQUEST
      : undefined;
  if (status !== undefined) {
    return statusFailure(endpoint, {
      ...{ status, body: JSON.stringify(value) },
      ...{ retryAfterMs: null, takesCalls },
    });
  }
  const words = endpoint.redactor.words(message);
  return malformed(`it is an error that says "${words}"`, { retryable: true, remedy: TRY_AGAIN });
}

/** The status of a refused role, if it had been found before the answer began. */
const BAD_REQUEST = 400;

function take(reading: Reading, { choice, model, usage }: Fragment): void {
  reading.pieces += 1;
  reading.model = model ?? reading.model;
  reading.usage = usage ?? reading.usage;
  if (!choice) return;
  reading.choices += 1;
  reading.finish = choice.finish ?? reading.finish;
  reading.refusal += choice.refusal;
}
