import { AGAIN } from '../arms/index.ts';
import type { PersonTurn } from '../generated/eval.person.ts';
import type { EvalCase, EvalMessage, EvalPrompt } from '../generated/eval.setup.ts';
import { personQuestion } from './person.ts';
import { type Lookup, makeQuestion, type Question, type QuestionKind } from './question.ts';
import type { Turn } from './transcript.ts';

/** The state of a dialogue so far. */
export type Dialogue =
  | { readonly state: 'over'; readonly said: readonly Turn[] }
  | { readonly state: 'open'; readonly said: readonly Turn[]; readonly question: Question }
  | {
      readonly state: 'fault';
      readonly said: readonly Turn[];
      readonly stage: QuestionKind;
      readonly reason: string;
      readonly message: string;
    };

/**
 * Plays a case with one arm as far as the known answers go. A dialogue goes on while the assistant waits for the person: until
 * the person has nothing left to say if the protocol takes turns, or while replies end with a question if the protocol is
 * unknown. A single-pass protocol has one reply, and so has a case without a person.
 *
 * @param run - from 1; only the first reply of later runs is asked for
 */
export function playDialogue(
  testCase: Pick<EvalCase, 'person' | 'request'>,
  { arm, messages, interaction }: Pick<EvalPrompt, 'arm' | 'messages' | 'interaction'>,
  { turns, run, lookup }: { readonly turns: number; readonly run: number; readonly lookup: Lookup },
): Dialogue {
  const said: Turn[] = [];
  for (;;) {
    const answer = makeQuestion('answer', [...messages, ...said.map(asMessage)], {
      run,
      isAgain: arm === AGAIN,
    });
    const reply = lookup(answer);
    if (reply === undefined) return { state: 'open', said, question: answer };
    if (reply.kind === 'fault') return { ...reply, state: 'fault', stage: 'answer', said };
    said.push({ who: 'assistant', text: reply.kind === 'text' ? reply.text : JSON.stringify(reply.data) });
    const last = said.at(-1)?.text ?? '';
    const replies = said.filter(({ who }) => who === 'assistant').length;
    const waits = interaction === null ? endsWithQuestion(last) : interaction !== 'single_pass';
    if (run > 1 || testCase.person === null || !waits || replies >= turns) return { state: 'over', said };
    const person = personQuestion(testCase, said, turns);
    const spoken = lookup(person);
    if (spoken === undefined) return { state: 'open', said, question: person };
    if (spoken.kind !== 'data') {
      const { reason, message } = spoken.kind === 'fault' ? spoken : NO_DATA;
      return { state: 'fault', stage: 'person', reason, message, said };
    }
    const { done, message } = spoken.data as PersonTurn;
    if (done || message.trim() === '') return { state: 'over', said };
    said.push({ who: 'person', text: message });
  }
}

const NO_DATA = { reason: 'malformed', message: 'The answer does not have the requested form.' };

function asMessage({ who, text }: Turn): EvalMessage {
  return { role: who === 'person' ? 'user' : 'assistant', content: text };
}

/** Whether a reply ends by asking: a question mark ends its last sentence, whatever marks, emoji or brackets follow. */
export function endsWithQuestion(text: string): boolean {
  return /[?？؟][\s\p{P}\p{S}\p{Cf}]*$/u.test(text.slice(-200));
}
