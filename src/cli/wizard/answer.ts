/** What a question comes to: an answer, a step back, or the end of the wizard. */
export type Answer<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'back' }
  | { readonly kind: 'closed' };

/** One line of text is asked for. */
export type TextQuestion = {
  readonly message: string;
  /** Taken when nothing is typed. */
  readonly default: string;
  /** What is wrong with an answer, or `undefined`. */
  readonly check: (answer: string) => string | undefined;
  /** Whether several lines may be pasted; they are one answer. */
  readonly severalLines?: boolean;
};

/** A secret is asked for: what is typed is never shown. */
export type SecretQuestion = { readonly message: string };

/** Whether something is to be done is asked. What was typed before the question is no answer to it. */
export type ConfirmQuestion = { readonly message: string };

/** One of several is asked for. */
export type ChoiceQuestion = {
  readonly message: string;
  readonly choices: readonly Choice[];
  /** The value that is chosen at first. */
  readonly default?: string | undefined;
  /** Whether it asks for consent to what was just shown: what was typed before that is no answer. */
  readonly fresh?: boolean;
  /** Whether the first one changes nothing: a stock prompt takes it where what was typed matches none. */
  readonly harmlessFirst?: boolean;
};

/** One of the things to choose from; it is numbered by its place, from 1. */
export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  /** Words that find it besides its label and description. */
  readonly keywords?: readonly string[];
  /** A heading that is shown where it changes. */
  readonly group?: string;
};

/** The two ways in which questions are asked: redrawn in place, or as static text. */
export type Asker = {
  readonly text: (question: TextQuestion) => Promise<Answer<string>>;
  /** One line that is worth suggesting, and nothing more. */
  readonly line: (question: TextQuestion) => Promise<Answer<string>>;
  readonly choice: (question: ChoiceQuestion) => Promise<Answer<string>>;
  readonly secret: (question: SecretQuestion) => Promise<Answer<string>>;
  readonly confirm: (question: ConfirmQuestion) => Promise<Answer<boolean>>;
};
