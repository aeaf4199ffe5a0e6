import type { Result } from '../diagnostics/index.ts';

/**
 * The services that a front end offers to an operation: to ask a person, show events, and say when to stop. The terminal has one,
 * a script has one that never asks, a test has one with scripted answers; an operation cannot tell them apart.
 *
 * @typeParam Event - the events that the operation reports while it works
 */
export type Port<Event = never> = {
  /** Whether a person can be asked. If not, no question may be put. */
  readonly canAsk: () => Promise<boolean>;
  /** Asks the person to choose one of several. */
  readonly choice: (question: ChoiceQuestion) => Promise<Answer<string>>;
  /** Asks for one line of text. */
  readonly text: (question: TextQuestion) => Promise<Answer<string>>;
  /** Asks for consent to do something. */
  readonly confirm: (question: ConfirmQuestion) => Promise<Answer<boolean>>;
  /** Asks for text that is not shown; absent if typed text cannot be hidden. */
  readonly secret?: (question: SecretQuestion) => Promise<Answer<string>>;
  /** Lets a person write or change a text in an editor; absent if there is none, and then it is not offered. */
  readonly edit?: (text: string, file: string) => Promise<Result<string, 'editor-failed'>>;
  /** Lets a person edit a file in place; absent if there is no editor. */
  readonly editFile?: (path: string) => Promise<Result<'edited', 'editor-failed'>>;
  /** Shows an event. The operation waits for a returned promise. */
  readonly show: (event: Event) => void | Promise<void>;
  /** Aborted when a person or a signal ends the operation. Operations check it when they begin to wait, not before. */
  readonly signal: AbortSignal;
  /** Aborted when nobody waits any longer for the operation to wind down. */
  readonly force?: AbortSignal;
};

/** The outcome of a question: an answer, a step back, or the end of the dialogue. */
export type Answer<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'back' }
  | { readonly kind: 'closed' };

/** A question for one line of text. */
export type TextQuestion = {
  readonly message: string;
  /** Used if nothing is typed. */
  readonly default: string;
  /** Returns the fault of an answer, or `undefined`. */
  readonly check: (answer: string) => string | undefined;
  /** Whether several lines may be pasted as one answer. */
  readonly severalLines?: boolean;
  /** Whether the default is a suggestion that most people accept. */
  readonly isSuggested?: boolean;
};

/** A question for text that is not shown. An empty answer is a step back. */
export type SecretQuestion = { readonly message: string };

/** A question for consent. Text typed before it is shown is not taken as its answer. */
export type ConfirmQuestion = { readonly message: string };

/** A question with several choices. */
export type ChoiceQuestion = {
  readonly message: string;
  readonly choices: readonly Choice[];
  /** The value that is selected initially. */
  readonly default?: string | undefined;
  /** Whether it asks for consent to something just shown: text typed before that is not an answer. */
  readonly fresh?: boolean;
  /** Whether the first choice changes nothing: a stock prompt takes it if the typed text matches none. */
  readonly harmlessFirst?: boolean;
  /** Aborted when an answer is no longer needed: a terminal withdraws the question, and it is closed. */
  readonly until?: AbortSignal;
};

/** One of the choices; it is numbered by its position, from 1. */
export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  /** Words that find it, in addition to its label and description. */
  readonly keywords?: readonly string[];
  /** A heading that is shown whenever it changes. */
  readonly group?: string;
};

/** The start and the end of work that takes time. Every start is followed by an end. */
export type WaitEvent =
  | { readonly kind: 'waiting'; readonly model: string; readonly work: WaitedWork }
  | { readonly kind: 'waited' };

/** The kinds of requests to a model. */
export type WaitedWork =
  | { readonly of: 'components'; readonly files: readonly string[] }
  | { readonly of: 'plan' }
  | { readonly of: 'pointers'; readonly tokens: number }
  | { readonly of: 'answer' };

/** Does work that takes time, and reports its start and its end. */
export async function whileWaiting<Value>(
  { show }: Pick<Port<WaitEvent>, 'show'>,
  wait: Omit<Extract<WaitEvent, { kind: 'waiting' }>, 'kind'>,
  work: () => Promise<Value>,
): Promise<Value> {
  await show({ kind: 'waiting', ...wait });
  try {
    return await work();
  } finally {
    await show({ kind: 'waited' });
  }
}

/** The port of a script: it asks nobody, and passes events on only if asked to. */
export function neverAsks<Event>({
  show = () => {},
  signal = new AbortController().signal,
}: Partial<Pick<Port<Event>, 'show' | 'signal'>> = {}): Port<Event> {
  const nobody = () => Promise.reject(new Error('a question was put where nobody can be asked'));
  return { canAsk: async () => false, choice: nobody, text: nobody, confirm: nobody, show, signal };
}
