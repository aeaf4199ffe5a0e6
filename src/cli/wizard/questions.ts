import type { Answer, ChoiceQuestion, Port, SecretQuestion, TextQuestion } from '../../operations/index.ts';

/** The two ways in which questions are asked: redrawn in place, or as static text. */
export type Asker = Pick<Port, 'choice' | 'text' | 'confirm'> & {
  /** One line that is worth suggesting, and nothing more. */
  readonly line: (question: TextQuestion) => Promise<Answer<string>>;
  readonly secret: (question: SecretQuestion) => Promise<Answer<string>>;
};

/** What ends a question from outside: whatever ends all of them, and its own end. */
export function untilEither(signal: AbortSignal, { until }: ChoiceQuestion): AbortSignal {
  return until === undefined ? signal : AbortSignal.any([signal, until]);
}
