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

/** What happens while an answer is waited for. */
export type TurnEvent =
  /** Some of the answer. Untrusted, like everything a model says. */
  | { readonly type: 'text'; readonly text: string }
  /** All text of this answer so far was the model thinking aloud; the answer begins now. */
  | { readonly type: 'void' }
  | { readonly type: 'waiting'; readonly seconds: number; readonly why: string };

/** How an answer is followed and ended. */
export type TurnOptions = {
  readonly signal: AbortSignal;
  readonly onEvent: (event: TurnEvent) => void;
  readonly clock: Clock;
};

/** What came of asking once: all text that came, and whether that is an answer. */
export type Turn = {
  readonly text: string;
  readonly outcome: RunOutcome;
  /** What is wrong where the outcome is not `done`. */
  readonly failure: Failure<ModelProblemCode | `answer-${RunOutcome}`> | null;
  readonly usage: Usage | null;
  readonly seconds: number;
};

/**
 * Asks for the next answer of a conversation. Text is told as it comes, and a try of which text was told is not made
 * again. Only what the model itself called finished is `done`.
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

/** Where something came, the work failed; where nothing did, it is for the model's own failure to say what kind it was. */
function failureOf(outcome: RunOutcome, model: ModelFailure): Failure<AnswerProblemCode> {
  const told = toFailure(model);
  const [problem] = told.problems;
  if (problem === undefined || outcome === 'failed') return told;
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
