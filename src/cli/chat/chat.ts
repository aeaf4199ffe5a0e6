import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { type OperationContext, saveAnswer } from '../../operations/index.ts';
import { EXIT_CODES, problemsText } from '../terminal/index.ts';
import { type SignalCode, watchSignals } from '../terminal/signals.ts';
import { openTurnReader, type ReadTurn, type TurnReader } from './turn_reader.ts';
import { commandIn, messageIn } from './turn_text.ts';
import { type ShownTurn, showTurn, type TurnView } from './turn_view.ts';

/** The view and context of a conversation. */
export type Chat = { readonly view: TurnView; readonly context: OperationContext };

/**
 * Continues turn by turn until the person, the input or a signal ends it.
 *
 * @param first - the result of the first question
 * @returns the exit code: that of the last answer, or of the signal
 */
export async function chat(chatting: Chat, first: ShownTurn): Promise<number> {
  const { view } = chatting;
  const { terminal, conversation } = view;
  const reader = openTurnReader(terminal);
  let turn = first;
  if (terminal.interactive) view.say(WELCOME);
  try {
    for (;;) {
      const read = await nextTurn(reader);
      if (read.kind === 'interrupted') return read.code;
      if (read.kind === 'unreadable') {
        view.say(problemsText([notText(read)], terminal.colours));
        return EXIT_CODES.usage;
      }
      if (read.kind === 'ended') return exitCodeOf(turn);
      const command = commandIn(read.text);
      if (command === undefined && read.text.trim() === '') continue;
      if (command?.name === 'quit') return exitCodeOf(turn);
      if (command !== undefined && command.name !== 'retry') {
        await obey(command, chatting, turn);
        continue;
      }
      if (command === undefined)
        view.say(problemsText(conversation.say(messageIn(read.text)), terminal.colours));
      else conversation.takeBack();
      const interruption = watchSignals();
      turn = await showTurn(view, interruption.signal);
      interruption.end();
      const code = interruption.endedBy();
      // A person who stops one answer may want another; a script has nobody to want one.
      if (code === 143 || (code !== undefined && !terminal.interactive)) return code;
    }
  } finally {
    reader.end();
  }
}

function notText({ line, why }: { readonly line: number; readonly why: string }): Problem<'input-not-text'> {
  return {
    severity: 'error',
    code: 'input-not-text',
    message: `This line cannot be read as text: ${why}. Neither it nor what follows it was sent.`,
    file: 'standard input',
    line,
    hint: 'Give UTF-8; iconv makes it from other encodings.',
  };
}

const WELCOME = 'Write what comes next. /help shows more, /quit ends the chat.\n';

const HELP = `/retry        ask for the last answer again
/save [FILE]  write the last answer to a file; without one, show where the transcript is
/quit         end; so do Ctrl-C and Ctrl-D
//text        send a message that begins with a slash
A line that ends in \\ goes on in the next one. Lines between two lines of """ are one message; so is what is pasted.
Ctrl-C while an answer comes stops that answer.
`;

type Read =
  | Exclude<ReadTurn, { kind: 'interrupted' }>
  | { readonly kind: 'interrupted'; readonly code: SignalCode };

async function nextTurn(reader: TurnReader): Promise<Read> {
  const interruption = watchSignals();
  const read = await reader.next(interruption.signal);
  interruption.end();
  return read.kind === 'interrupted' ? { ...read, code: interruption.endedBy() ?? 130 } : read;
}

/** Carries out a line with a slash. */
async function obey(
  { name, argument }: { readonly name: string; readonly argument: string },
  { view, context }: Chat,
  turn: ShownTurn,
): Promise<void> {
  const { conversation, terminal, say } = view;
  if (name === 'help') return say(HELP);
  if (name !== 'save') return say(`There is no /${name}; nothing was sent. /help shows the commands.\n`);
  if (argument === '') {
    const where =
      conversation.transcript === null ? 'is not kept' : `is ${printableLine(conversation.transcript)}`;
    return say(`The transcript ${where}. /save FILE writes the last answer to a file.\n`);
  }
  const saved = await saveAnswer(context, argument, turn.text);
  say(saved.ok ? `Saved to ${printableLine(saved.value)}\n` : problemsText(saved.problems, terminal.colours));
}

/** 0 for a complete answer. */
export function exitCodeOf({ failure }: ShownTurn): number {
  return failure === null ? 0 : EXIT_CODES[failure.cause === 'interrupted' ? 'problems' : failure.cause];
}
