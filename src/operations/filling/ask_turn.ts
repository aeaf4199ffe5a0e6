import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import type { RunOutcome } from '../../framework/index.ts';
import {
  type Message,
  type Model,
  type ModelFailure,
  type ModelProblemCode,
  toFailure,
  type Usage,
} from '../../llm/index.ts';
import type { Clock } from '../../platform/index.ts';

/** Events while waiting for an answer. */
export type TurnEvent =
  /** A part of the answer. Untrusted, like everything from a model. */
  | { readonly type: 'text'; readonly text: string }
  /** All text of this answer so far was the model thinking aloud; the answer starts now. */
  | { readonly type: 'void' }
  | { readonly type: 'waiting'; readonly seconds: number; readonly why: string };

/** Options for following and stopping an answer. */
export type TurnOptions = {
  readonly signal: AbortSignal;
  readonly onEvent: (event: TurnEvent) => void;
  readonly clock: Clock;
};

/** The result of asking once: all text received, and whether it is an answer. */
export type Turn = {
  readonly text: string;
  readonly outcome: RunOutcome;
  /** The failure if the outcome is not `done`. */
  readonly failure: Failure<ModelProblemCode | `answer-${RunOutcome}`> | null;
  readonly usage: Usage | null;
  readonly seconds: number;
};

/**
 * Asks for the next answer of a conversation. Text is passed on as it arrives, and a try whose text was passed on is not
 * repeated. Only an answer that the model itself finished is `done`.
 */
export async function askTurn(
  model: Model,
  messages: readonly Message[],
  { signal, onEvent, clock }: TurnOptions,
): Promise<Turn> {
  const started = clock.now();
  let text = '';
  let why = '';
  const outcome = await model.ask(
    { messages },
    {
      signal,
      retryAfterText: false,
      onEvent: (event) => {
        if (event.type === 'text') {
          text += event.text;
          onEvent(event);
        } else if (event.type === 'void') {
          text = '';
          onEvent(event);
        } else if (event.type === 'try-failed') why = event.message;
        else if (event.type === 'waiting') onEvent({ type: 'waiting', seconds: event.ms / 1000, why });
      },
    },
  );
  const seconds = Math.round(clock.now() - started) / 1000;
  if (outcome.ok) return { text, outcome: 'done', failure: null, usage: outcome.value.usage, seconds };
  const result = outcomeOf(outcome.failure, text);
  return { text, outcome: result, failure: failureOf(result, outcome.failure), usage: null, seconds };
}

function outcomeOf({ reason }: ModelFailure, text: string): RunOutcome {
  if (reason === 'interrupted') return 'stopped';
  if (reason === 'refused') return 'refused';
  return reason === 'truncated' || text !== '' ? 'cut' : 'failed';
}

type AnswerProblemCode =
  | ModelProblemCode
  | 'answer-cut'
  | 'answer-done'
  | 'answer-failed'
  | 'answer-refused'
  | 'answer-stopped';

/** If any text arrived, the work failed; otherwise the model's own failure determines the cause. */
function failureOf(outcome: RunOutcome, model: ModelFailure): Failure<AnswerProblemCode> {
  const converted = toFailure(model);
  const [problem] = converted.problems;
  if (problem === undefined || outcome === 'failed') return converted;
  const labelled: Problem<`answer-${RunOutcome}`> = {
    ...problem,
    code: `answer-${outcome}`,
    message: `${LABELS[outcome]} ${problem.message}`,
  };
  return failure(outcome === 'stopped' ? 'interrupted' : 'problems', labelled);
}

const LABELS = {
  done: '',
  stopped: 'STOPPED: the answer is not complete.',
  cut: 'CUT: the answer is not complete.',
  refused: 'REFUSED: this is not an answer.',
  failed: '',
} as const;
