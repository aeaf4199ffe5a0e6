import type { Question } from '../asking/index.ts';

/** The name of a prompt's file in an export. Its number means nothing, so the name reveals nothing. */
export function promptName(number: number): string {
  return `${String(number).padStart(3, '0')}.prompt.md`;
}

/** The name of the file that the answer is read from. */
export function answerName(number: number): string {
  return `${String(number).padStart(3, '0')}.answer.md`;
}

/** A question as one file: the messages that a model would be sent, one after the other. */
export function promptText({ messages }: Pick<Question, 'messages'>): string {
  const firstReply = messages.findIndex(({ role }) => role === 'assistant');
  const opening = firstReply === -1 ? messages : messages.slice(0, firstReply);
  const text = `${opening.map(({ content }) => content.trimEnd()).join('\n\n')}\n`;
  if (firstReply === -1) return text;
  const turns = messages
    .slice(firstReply)
    .map(
      ({ role, content }) =>
        `${role === 'assistant' ? 'YOU REPLIED' : 'THE PERSON WROTE'}:\n\n${content.trim()}\n`,
    );
  return `${text}\n${RULE}\n\nThe conversation went on after the message above:\n\n${turns.join('\n')}\n${RULE}\n\nWrite your next reply, and nothing else.\n`;
}

const RULE = '='.repeat(40);

/** Instructions beside the prompts for whoever answers them. */
export const EXPORT_README = `# Prompts that wait for answers

Each file NNN.prompt.md is one prompt. For each of them:

1. Give the whole file, as it is, to the model or the person that answers, as the first and only message of a fresh conversation.
   Nothing else may be known to them: no other prompt, no other answer, not this file.
2. Write the answer, and nothing else, into NNN.answer.md beside it. Where a prompt asks for JSON, the answer is that JSON;
   a code fence around it does no harm.

Any number of them can be answered at a time, in any order. Then run, in the project that they come from:

    orchestrator goals eval --import THIS_FOLDER

It takes the answers that are there and says which are missing. When all of them are there it may write further prompts, which
build on the answers, or it prints the results.
`;
