import { createHash } from 'node:crypto';
import type { Answer, ChoiceQuestion, ConfirmQuestion, TextQuestion } from '../operations/index.ts';

/** A question as a client's form. */
export type Form = { readonly message: string; readonly requestedSchema: FormSchema };

type FormSchema = {
  readonly type: 'object';
  readonly properties: { readonly answer: AnswerSchema };
  readonly required: string[];
};

type AnswerSchema =
  | {
      readonly type: 'string';
      readonly title: string;
      readonly enum: string[];
      readonly enumNames: string[];
      readonly default?: string;
    }
  | { readonly type: 'string'; readonly title: string; readonly default?: string }
  | { readonly type: 'boolean'; readonly title: string; readonly default: false };

/** A person's answer to a question; `about` identifies the question, so that no answer is taken for one to another. */
export type FormAnswer = { readonly about: string; readonly answer: string | boolean | null };

/** The state that a client sends back, signed by this program: the answers so far, and the last question asked. */
export type ConversationState = { readonly said: readonly FormAnswer[]; readonly about: string };

/**
 * The questions of one call. A client's answer comes with another call of the same tool, so the operation starts over and gets
 * the answers given so far. At the first question without an answer it is told that nobody can be asked; it ends
 * without having done anything, and the question goes to the client.
 */
export class Conversation {
  readonly #said: readonly FormAnswer[];
  #place = 0;
  #open: { readonly form: Form; readonly about: string } | undefined;

  constructor(said: readonly FormAnswer[]) {
    this.#said = said;
  }

  /** The question that has no answer yet. */
  get open(): Form | undefined {
    return this.#open?.form;
  }

  /** The state that the client sends back with the answer. */
  state(): ConversationState {
    return { said: this.#said.slice(0, this.#place), about: this.#open?.about ?? '' };
  }

  choice({ message, choices, default: first }: ChoiceQuestion): Answer<string> {
    const names = choices.map(({ label, description }) => `${label}: ${description}`.slice(0, 300));
    const values = choices.map(({ value }) => value);
    const answer = this.#ask({
      message,
      requestedSchema: formOf({
        ...{ type: 'string', title: 'Your choice', enum: values, enumNames: names },
        ...(first === undefined ? {} : { default: first }),
      }),
    });
    if (answer === undefined) return CLOSED;
    return typeof answer === 'string' && values.includes(answer) ? { kind: 'answer', value: answer } : CLOSED;
  }

  text({ message, default: usual, check }: TextQuestion): Answer<string> {
    for (let fault: string | undefined, tries = 0; tries < 3; tries++) {
      const answer = this.#ask({
        message: fault === undefined ? message : `${fault}\n${message}`,
        requestedSchema: formOf({
          ...{ type: 'string', title: 'Your answer' },
          ...(usual === '' ? {} : { default: usual }),
        }),
      });
      if (typeof answer !== 'string') return CLOSED;
      const value = answer === '' ? usual : answer;
      fault = check(value);
      if (fault === undefined) return { kind: 'answer', value };
    }
    return CLOSED;
  }

  confirm({ message }: ConfirmQuestion): Answer<boolean> {
    const answer = this.#ask({
      message,
      requestedSchema: formOf({ type: 'boolean', title: 'Yes', default: false }),
    });
    return typeof answer === 'boolean' ? { kind: 'answer', value: answer } : CLOSED;
  }

  /** @returns `null` if the person declined; `undefined` if nobody has answered yet */
  #ask(form: Form): FormAnswer['answer'] | undefined {
    if (this.#open) return undefined;
    const about = createHash('sha256').update(JSON.stringify(form)).digest('base64url').slice(0, 22);
    const said = this.#said[this.#place];
    if (said?.about === about) {
      this.#place += 1;
      return said.answer;
    }
    this.#open = { form, about };
    return undefined;
  }
}

const CLOSED = { kind: 'closed' } as const;

function formOf(answer: AnswerSchema): FormSchema {
  return { type: 'object', properties: { answer }, required: ['answer'] };
}
