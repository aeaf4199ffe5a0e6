import type { Answer, ChoiceQuestion, Port, TextQuestion } from '../../src/operations/index.ts';

/** A question, by a part of its message, and the answer; `null` ends everything, as Ctrl-C does. */
export type ScriptedAnswer = readonly [question: string, answer: string | boolean | null];

/** A front end that answers by a script, and records the events. */
export type ScriptedPort<Event> = {
  readonly port: Port<Event>;
  /** The events, in order. */
  readonly events: Event[];
  /** The script's answers that have not been asked for. */
  readonly left: () => readonly ScriptedAnswer[];
};

/** Answers questions in the order of the script. A question that is not the next there, or has no such answer, is an error. */
export function scriptedPort<Event>(...script: readonly ScriptedAnswer[]): ScriptedPort<Event> {
  const events: Event[] = [];
  const left = [...script];
  const next = (message: string): string | boolean | null => {
    const [question, answer] = left.shift() ?? ['no question at all', null];
    if (!message.includes(question)) throw new Error(`asked "${message}" where "${question}" was expected`);
    return answer;
  };
  const given = <Value>(answer: Value | null): Answer<Value> =>
    answer === null ? { kind: 'closed' } : { kind: 'answer', value: answer };
  return {
    events,
    left: () => left,
    port: {
      canAsk: async () => true,
      async choice({ message, choices }: ChoiceQuestion) {
        const answer = next(message);
        if (answer !== null && !choices.some(({ value }) => value === answer))
          throw new Error(`"${message}" has no choice ${String(answer)}`);
        return given(answer as string | null);
      },
      async text({ message, check }: TextQuestion) {
        const answer = next(message);
        const fault = answer === null ? undefined : check(String(answer));
        if (fault !== undefined) throw new Error(`"${message}" refuses ${String(answer)}: ${fault}`);
        return given(answer as string | null);
      },
      confirm: async ({ message }) => given(next(message) as boolean | null),
      show: (event) => void events.push(event),
      signal: new AbortController().signal,
    },
  };
}
