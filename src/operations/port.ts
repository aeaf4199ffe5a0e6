import type { Result } from '../diagnostics/index.ts';

/**
 * What a front end can do for an operation: ask a person, show what happens, and say when to stop. The terminal has one, a script
 * has one that never asks, a test has one that answers by a script; an operation cannot tell them apart.
 *
 * @typeParam Event - what the operation tells while it works
 */
export type Port<Event = never> = {
  /** Whether a person is there to be asked. Where not, no question may be put. */
  readonly canAsk: () => Promise<boolean>;
  /** Asks for one of several. */
  readonly choice: (question: ChoiceQuestion) => Promise<Answer<string>>;
  /** Asks for one line of text. */
  readonly text: (question: TextQuestion) => Promise<Answer<string>>;
  /** Asks whether something is to be done. */
  readonly confirm: (question: ConfirmQuestion) => Promise<Answer<boolean>>;
  /** Asks for something that is not shown; left out where what is typed cannot be hidden. */
  readonly secret?: (question: SecretQuestion) => Promise<Answer<string>>;
  /** Has a person write or change a text in an editor; left out where there is none, and then nothing offers it. */
  readonly edit?: (text: string, file: string) => Promise<Result<string, 'editor-failed'>>;
  /** Has a person change a file where it is, in an editor; left out where there is none. */
  readonly editFile?: (path: string) => Promise<Result<'edited', 'editor-failed'>>;
  /** Shows what happens. What it gives back is waited for. */
  readonly show: (event: Event) => void | Promise<void>;
  /** Aborted when a person or a signal ends it. Operations read it when they begin to wait for something, not before. */
  readonly signal: AbortSignal;
  /** Aborted when nobody waits any more for what is being ended. */
  readonly force?: AbortSignal;
};

/** What a question comes to: an answer, a step back, or the end of it all. */
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
  /** Whether the default is a suggestion that most people take as it is. */
  readonly isSuggested?: boolean;
};

/** Something that is not shown is asked for. An empty answer is a step back. */
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
  /** Aborted when no answer is of use any more: a terminal takes the question back, and it is closed. */
  readonly until?: AbortSignal;
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

/** That something takes its time, what it is, and that it is over. Whoever is told of the one is told of the other. */
export type WaitEvent =
  | { readonly kind: 'waiting'; readonly model: string; readonly work: WaitedWork }
  | { readonly kind: 'waited' };

/** What a model is asked for. */
export type WaitedWork =
  | { readonly of: 'components'; readonly files: readonly string[] }
  | { readonly of: 'plan' }
  | { readonly of: 'pointers'; readonly tokens: number }
  | { readonly of: 'answer' };

/** Does something that takes its time, and tells of it before and after. */
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

/** The port of a script: nobody is asked, and who wants to know what happens says so. */
export function neverAsks<Event>({
  show = () => {},
  signal = new AbortController().signal,
}: Partial<Pick<Port<Event>, 'show' | 'signal'>> = {}): Port<Event> {
  const nobody = () => Promise.reject(new Error('a question was put where nobody can be asked'));
  return { canAsk: async () => false, choice: nobody, text: nobody, confirm: nobody, show, signal };
}
