import { createInterface } from 'node:readline';
import type { Terminal } from '../terminal/index.ts';
import { type SignalWatch, watchSignals } from '../terminal/signals.ts';
import type { Answer, Asker, ChoiceQuestion } from './answer.ts';
import { DrawnFrame } from './drawn_frame.ts';
import { staticAsker } from './static_prompts.ts';
import { type TypedInput, typedInput } from './typed_input.ts';

/** Somebody to ask, until a signal ends it. Ending it gives the terminal back too. */
export type Conversation = SignalWatch & { readonly ask: Asker };

/** Starts to ask: questions go to standard error, so that standard output stays free for data. */
export async function startConversation(terminal: Terminal): Promise<Conversation> {
  const watch = watchSignals();
  const input = typedInput(process.stdin, terminal.accessible ? undefined : terminal.say);
  const redrawn = await redrawnAsker(terminal, input, watch.signal);
  // A secret is asked for in one way only: without redrawing, the terminal itself would show what is typed.
  const asker = terminal.accessible
    ? { ...redrawn, ...staticAsker(terminal.say, input, watch.signal) }
    : redrawn;
  return {
    ...watch,
    ask: { ...asker, choice: (question) => askFresh(question, asker, input, terminal) },
    end: () => {
      watch.end();
      process.stdin.pause();
      if (!terminal.accessible) terminal.say(SHOW_CURSOR);
      if (input.leaveOut()) terminal.say('INFO: What was typed further was not used.\n');
    },
  };
}

async function askFresh(
  question: ChoiceQuestion,
  asker: Asker,
  input: TypedInput,
  { say }: Terminal,
): Promise<Answer<string>> {
  if (question.fresh && (await input.leaveOutAll()))
    say('INFO: What was typed before this question is not taken as its answer.\n');
  return asker.choice(question);
}

/** DECTCEM, after the DEC VT220 manual: a prompt that was ended from outside may have left the cursor hidden. */
const SHOW_CURSOR = '\u001b[?25h';

async function redrawnAsker({ colours }: Terminal, input: TypedInput, signal: AbortSignal): Promise<Asker> {
  const { askChoice, askSecret, askText } = await import('./prompts.ts');
  // The first reader of a stream sets how long Escape waits for the rest of a sequence; the default is half a second.
  createInterface({ input: input.keys, terminal: true, escapeCodeTimeout: 50 }).close();
  const look = {
    colours,
    size: () => ({ columns: process.stderr.columns ?? 80, rows: process.stderr.rows ?? 24 }),
    leaveOut: () => (input.holdsLine() && input.leaveOut() ? ' What was typed behind it was left out.' : ''),
  };
  const put = async (
    prompt: (context: PromptContext) => Promise<Answer<string>>,
  ): Promise<Answer<string>> => {
    const frame = new DrawnFrame(process.stderr);
    const redraw = () => {
      frame.clear();
      input.redraw();
    };
    const asked = orClosed(prompt({ input: input.keys, output: frame, signal }));
    input.open();
    process.stderr.on('resize', redraw);
    try {
      return await asked;
    } finally {
      process.stderr.off('resize', redraw);
      input.close();
    }
  };
  return {
    text: (question) => put((context) => askText({ ...question, ...look }, context)),
    choice: (question) => put((context) => askChoice({ ...question, ...look }, context)),
    secret: (question) => put((context) => askSecret({ ...question, ...look }, context)),
  };
}

type PromptContext = {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
};

/** Inquirer rejects when a prompt is ended from outside or by Ctrl-C; to a wizard that is one of the ways it can go. */
async function orClosed(asked: Promise<Answer<string>>): Promise<Answer<string>> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && ENDINGS.has(error.name)) return { kind: 'closed' };
    throw error;
  }
}

const ENDINGS: ReadonlySet<string> = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);
