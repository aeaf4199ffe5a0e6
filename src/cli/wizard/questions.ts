import type { Answer, ChoiceQuestion, Port, SecretQuestion, TextQuestion } from '../../operations/index.ts';

/** The two ways in which questions are asked: redrawn in place, or as static text. */
export type Asker = Pick<Port, 'choice' | 'text' | 'confirm'> & {
  /** A one-line suggestion, and nothing more. */
  readonly line: (question: TextQuestion) => Promise<Answer<string>>;
  readonly secret: (question: SecretQuestion) => Promise<Answer<string>>;
};

/** A signal that aborts when a question is ended from outside: by the signal for all questions, or by its own. */
export function untilEither(signal: AbortSignal, { until }: ChoiceQuestion): AbortSignal {
  return until === undefined ? signal : AbortSignal.any([signal, until]);
}
