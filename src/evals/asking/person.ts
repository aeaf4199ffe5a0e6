import type { PersonTurn } from '../generated/eval.person.ts';
import type { EvalCase } from '../generated/eval.setup.ts';
import { validatePersonTurn } from '../generated/validators.js';
import { blocksText } from './blocks.ts';
import { jsonRule } from './json_rule.ts';
import { makeQuestion, type Question } from './question.ts';
import { schemaFaults } from './schema_faults.ts';
import { type Turn, transcriptText } from './transcript.ts';

/**
 * Asks for the next message of the person in a case. The model in that role sees the description of the person and the dialogue
 * so far, and nothing else.
 *
 * @param turns - the most messages that the person has; the request was the first
 */
export function personQuestion(
  { person, request }: Pick<EvalCase, 'person' | 'request'>,
  said: readonly Turn[],
  turns: number,
): Question {
  const number = said.filter(({ who }) => who === 'person').length + 2;
  const rules = `You play the person who is described below. They asked an assistant for something, and the assistant has just replied. Say what the person says next.

- Speak only from what is written about the person. What they are not said to know or think, they do not know.
- Answer what the assistant asks, in one to three sentences, as the person would type it. Do not volunteer what was not asked for.
- Where what is written gives words for a case, use them.
- If the person has what they asked for, and nothing is left that they would answer, set "done" to true and leave "message" empty.
- This is message ${number} of at most ${turns} from the person; the request was message 1.

`;
  const content = blocksText([
    { name: 'person', title: 'The person:', text: person ?? '' },
    { name: 'request', title: 'What they asked for:', text: request },
    { name: 'conversation', title: 'What was said since:', text: transcriptText(said) },
  ]);
  return makeQuestion('person', [{ role: 'user', content: rules + content + jsonRule('person') }], {
    faultsOf: personFaults,
  });
}

function personFaults(data: unknown): readonly string[] {
  if (!validatePersonTurn(data)) return schemaFaults(validatePersonTurn.errors);
  const { done, message } = data as PersonTurn;
  return !done && message.trim() === '' ? ['/message: it is empty, but done is false'] : [];
}
