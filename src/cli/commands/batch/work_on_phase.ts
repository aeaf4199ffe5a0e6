import { workOnPhase } from '../../../operations/index.ts';
import { EXIT_CODES, problemsText } from '../../terminal/index.ts';
import { watchSignals } from '../../terminal/signals.ts';
import { type CommandSetting, collect, type Declare } from '../declare.ts';

type Flags = {
  readonly job: string;
  readonly model: string;
  readonly baseUrl: string;
  readonly allow?: readonly string[];
  readonly fenced?: boolean;
  readonly turns?: string;
  readonly tokens?: string;
  readonly output?: string;
  readonly seconds?: string;
  readonly window?: string;
};

/** Declares the built-in executor's own command: it prints its transcript, one JSON object a line. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .requiredOption('--job <file>', 'what the batch wrote of the phase')
    .requiredOption('--model <name>', 'the model to ask')
    .requiredOption('--base-url <address>', 'its endpoint')
    .option('--allow <command>', 'a command that may be run beside the gates (repeatable)', collect)
    .option('--fenced', 'calls of tools are written as fenced blocks from the start')
    .option('--turns <n>', 'the most answers')
    .option('--tokens <n>', 'the most tokens of all requests and answers')
    .option('--output <n>', 'the most tokens of all answers')
    .option('--seconds <n>', 'the longest that it may take')
    .option('--window <n>', 'the window of the model, in tokens')
    .action((flags: Flags) => action(flags, setting));
};

async function action(flags: Flags, { context, terminal, finish }: CommandSetting): Promise<void> {
  const { turns, tokens, output, seconds, window } = flags;
  const budgets = Object.fromEntries(
    Object.entries({ turns, tokens, output, seconds, window }).filter(([, text]) => text !== undefined),
  );
  const signals = watchSignals();
  try {
    const { job: jobFile, model, baseUrl, allow = [], fenced: isFenced = false } = flags;
    const worked = await workOnPhase(
      context,
      { jobFile, model, baseUrl, allow, budgets, isFenced },
      { emit: (line) => terminal.out(`${JSON.stringify(line)}\n`), signal: signals.signal },
    );
    if (!worked.ok) {
      terminal.say(problemsText(worked.problems, terminal.colours));
      return finish(EXIT_CODES[worked.cause]);
    }
    const { how } = worked.value;
    finish(
      signals.endedBy() ?? (how === 'done' ? 0 : how === 'unauthenticated' ? EXIT_CODES.authentication : 1),
    );
  } finally {
    signals.end();
  }
}
