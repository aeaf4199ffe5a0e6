import { sha256 } from '../../platform/index.ts';
import { AGAIN } from '../arms/index.ts';
import type { EvalMessage } from '../generated/eval.setup.ts';

/** The kind of text asked for: an answer to a case, a person's part in a dialogue, or a judgement. */
export type QuestionKind = 'answer' | 'person' | 'assessment' | 'preference';

/** One question to a model, a tool or a person. Its messages contain all that is asked. */
export type Question = {
  /** The key under which the answer is found: a hash of what is asked, so it does not reveal the arm. */
  readonly id: string;
  readonly kind: QuestionKind;
  readonly messages: readonly EvalMessage[];
  /** Finds faults in the answer's data; never called for a kind that is answered in text. */
  readonly faultsOf: (data: unknown) => readonly string[];
};

/**
 * Makes a question.
 *
 * @param run - the run that it belongs to, from 1: the same may be asked more than once on purpose
 * @param isAgain - whether it is asked by the arm that repeats the questions of another
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

/** The reply to a question: its answer, or why there is none. An open question has no reply. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'fault'; readonly reason: string; readonly message: string };

/** Looks up the answer to a question; `undefined` while it is open. */
export type Lookup = (question: Question) => Reply | undefined;
