import type { RunMessage } from '../../framework/index.ts';

/** Sent to continue an answer that was cut off. */
export const CONTINUE_MESSAGE =
  'Your answer is not whole. Go on exactly where it ends, without repeating any of it.';

/** The answers of a conversation that still count, in order: an answer that was cut off and continued is one answer. */
export function wholeAnswers(messages: readonly RunMessage[]): string[] {
  const answers: string[] = [];
  let goesOn = false;
  for (const { role, content, replaced } of messages) {
    if (replaced) continue;
    if (role !== 'assistant') {
      goesOn = role === 'user' && content === CONTINUE_MESSAGE;
      continue;
    }
    const before = goesOn ? answers.pop() : undefined;
    answers.push((before ?? '') + content);
    goesOn = false;
  }
  return answers;
}
