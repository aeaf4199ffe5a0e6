import { sha256 } from '../../platform/index.ts';
import { AGAIN } from '../arms/index.ts';
import type { EvalMessage } from '../generated/eval.setup.ts';

/** What is asked for: an answer to a case, a person's part in a dialogue, or a judgement. */
export type QuestionKind = 'answer' | 'person' | 'assessment' | 'preference';

/** One thing that a model, a tool or a person is asked. All that is asked is in its messages. */
export type Question = {
  /** By this the answer is found again. It is a hash of what is asked, so it does not tell which arm is meant. */
  readonly id: string;
  readonly kind: QuestionKind;
  readonly messages: readonly EvalMessage[];
  /** What is wrong with the answer's data; never called for a kind that is answered in text. */
  readonly faultsOf: (data: unknown) => readonly string[];
};

/**
 * Makes a question.
 *
 * @param run - which of several runs it belongs to, from 1: the same may be asked more than once on purpose
 * @param isAgain - whether it is asked by the arm that asks what another asks
 */
export function makeQuestion(
  kind: QuestionKind,
  messages: readonly EvalMessage[],
  {
    run = 1,
    isAgain = false,
    faultsOf = () => [],
  }: { readonly run?: number; readonly isAgain?: boolean; readonly faultsOf?: Question['faultsOf'] } = {},
): Question {
  return {
    id: sha256(JSON.stringify([kind, run, messages, ...(isAgain ? [AGAIN] : [])])),
    kind,
    messages,
    faultsOf,
  };
}

/** Whether a question is answered in JSON. */
export function isStructured(kind: QuestionKind): boolean {
  return kind !== 'answer';
}

/** What is known of a question: its answer, or why there is none. Nothing is known of one that is open. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'fault'; readonly reason: string; readonly message: string };

/** Looks the answer to a question up; `undefined` where it is still open. */
export type Lookup = (question: Question) => Reply | undefined;
