import { createInterface } from 'node:readline';
import type { ChoiceQuestion } from '../../operations/index.ts';
import type { Terminal } from '../terminal/index.ts';
import { type SignalWatch, watchSignals } from '../terminal/signals.ts';
import { askWithOwnPrompt, askWithStockPrompt } from './ask_with_prompt.ts';
import { type Asker, untilEither } from './questions.ts';
import { staticAsker } from './static_prompts.ts';
import { type TypedInput, typedInput } from './typed_input.ts';

/** Asks a person, until a signal ends it. Ending it also restores the terminal. */
export type Conversation = SignalWatch & { readonly ask: Asker };

/**
 * Starts to ask: questions go to standard error, so that standard output stays free for data.
 *
 * @param watch - where signals are listened to already
 */
export async function startConversation(
  terminal: Terminal,
  watch: SignalWatch = watchSignals(),
): Promise<Conversation> {
  const input = typedInput(process.stdin, terminal.accessible ? undefined : terminal.say);
  const redrawn = await redrawnAsker(terminal, input, watch.signal);
  // A secret is asked for in one way only: without redrawing, the terminal itself would show the typed text.
  const asker = terminal.accessible
    ? { ...redrawn, ...staticAsker(terminal.say, input, watch.signal) }
    : redrawn;
  return {
    ...watch,
    ask: {
      ...asker,
      choice: async (question) => {
        if (question.fresh) await leaveOutEarlier(input, terminal);
        return asker.choice(question);
      },
      confirm: async (question) => {
        await leaveOutEarlier(input, terminal);
        return asker.confirm(question);
      },
    },
    end: () => {
      watch.end();
      process.stdin.pause();
      if (!terminal.accessible) terminal.say(SHOW_CURSOR);
      if (input.leaveOut()) terminal.say('INFO: The rest of what was typed was not used.\n');
    },
  };
}

/** Discards text typed before the question was shown: it is no answer to it. */
async function leaveOutEarlier(input: TypedInput, { say }: Terminal): Promise<void> {
  if (await input.leaveOutAll())
    say('INFO: What was typed before this question is not used as its answer.\n');
}

/** DECTCEM, after the DEC VT220 manual: a prompt that was ended from outside may have left the cursor hidden. */
const SHOW_CURSOR = '\u001b[?25h';

async function redrawnAsker({ colours }: Terminal, input: TypedInput, signal: AbortSignal): Promise<Asker> {
  // The first reader of a stream sets how long Escape waits for the rest of a sequence; the default is half a second.
  createInterface({ input: input.keys, terminal: true, escapeCodeTimeout: 50 }).close();
  const look = {
    colours,
    // Some pseudo-terminals report 0.
    size: () => ({ columns: process.stderr.columns || 80, rows: process.stderr.rows || 24 }),
    leaveOut: () => (input.holdsLine() && input.leaveOut() ? ' What was typed after it was ignored.' : ''),
  };
  const io = { input, signal };
  // Each is loaded by the first question that needs it.
  const own = () => import('./prompts.ts');
  const stock = () => import('./stock_prompts.ts');
  return {
    text: async (question) => {
      const { askText } = await own();
      return askWithOwnPrompt((context) => askText({ ...question, ...look }, context), io);
    },
    choice: async (question) => {
      const io = { input, signal: untilEither(signal, question) };
      if (isForSelect(question)) {
        const { selectStock } = await stock();
        return askWithStockPrompt((context) => selectStock(question, look, context), io);
      }
      const { askChoice } = await own();
      return askWithOwnPrompt((context) => askChoice({ ...question, ...look }, context), io);
    },
    line: async (question) => {
      const { inputStock } = await stock();
      return askWithStockPrompt((context) => inputStock(question, look, context), io);
    },
    secret: async (question) => {
      const { passwordStock } = await stock();
      const answer = await askWithStockPrompt((context) => passwordStock(question, look, context), io);
      return answer.kind === 'answer' && answer.value === '' ? { kind: 'back' } : answer;
    },
    confirm: async (question) => {
      const { confirmStock } = await stock();
      return askWithStockPrompt((context) => confirmStock(question, look, context), io);
    },
  };
}

/** Whether each choice has a number of one digit, so that Enter after a word that matches none may take the first. */
function isForSelect({ choices, harmlessFirst = false }: ChoiceQuestion): boolean {
  return harmlessFirst && choices.length <= 9;
}
