import { RootCommand } from '@bomb.sh/tab';
import type { Argument, Command, Option } from 'commander';
import {
  COMPLETED_SHELLS,
  type CompletionEvent,
  type CompletionWords,
  completionWords,
  reportCompletionScript,
} from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import { type CommandSetting, type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

/** `completion`: the script that makes a shell ask this program for completions. */
export const declare: Declare = (command, setting) => {
  withCommonOptions(command, [
    'source <(orchestrator completion bash)',
    'source <(orchestrator completion zsh)',
    'orchestrator completion fish | source',
  ])
    .addArgument(command.createArgument('<shell>', 'the shell').choices([...COMPLETED_SHELLS]))
    .action((shell: string, { json }: CommonOptions) =>
      runVerb<'orchestrator.completion/1', CompletionEvent>(setting, {
        schema: 'orchestrator.completion/1',
        json,
        asks: false,
        call: (port) => reportCompletionScript(setting.context, { shell }, port),
        show: ({ script }, { print }) => print(script),
      }),
    );
};

/** The command that the scripts call: `orchestrator complete -- WORDS`, the last word being the one that is typed. */
export const declareAnswer: Declare = (command, setting) => {
  command
    .description('list possible completions for a shell')
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      setting.terminal.out(await answer(words, setting));
      setting.finish(0);
    });
};

async function answer(words: readonly string[], { context, declareAll }: CommandSetting): Promise<string> {
  const known = await completionWords(context);
  const root = new RootCommand();
  const program = await declareAll();
  register(program, '', root, known);
  // Options without a command are those of the wizard.
  const line = words[0]?.startsWith('-') ? ['new', ...words] : [...words];
  const answered = captured(() => root.parse(line));
  // Where both a name and a path are possible, names come first.
  const hasWords = !answered.startsWith(':');
  const isPath = takesPath(words) || (!hasWords && isPathArgument(words, program));
  return isPath ? answered.replace(/:\d+\n$/u, ':0\n') : answered;
}

/** Whether a path is being typed, so that the shell itself should offer files. */
function takesPath(words: readonly string[]): boolean {
  const [option, value] = (words.at(-1) ?? '').split('=');
  return PATHS.has(words.at(-2) ?? '') || (value !== undefined && PATHS.has(option ?? ''));
}

const PATHS: ReadonlySet<string> = new Set([
  '--goal-map',
  '--library',
  '--output',
  '--api-key-file',
  '--dir',
  '--cases',
  '--export',
  '--import',
  '--report',
]);

/** Whether the word being typed is an argument that can be a path. */
function isPathArgument(words: readonly string[], program: Command): boolean {
  let command = program;
  const path: string[] = [];
  for (const word of words.slice(0, -1)) {
    const child = command.commands.find((candidate) => candidate.name() === word);
    if (child === undefined) break;
    command = child;
    path.push(word);
  }
  const before = command.options.find(({ long, short }) => [long, short].includes(words.at(-2)));
  return (
    PATH_ARGUMENTS.has(path.join(' ')) && before?.required !== true && !(words.at(-1) ?? '').startsWith('-')
  );
}

const PATH_ARGUMENTS: ReadonlySet<string> = new Set([
  'explain',
  'components lint',
  'components promote',
  'fill',
  'run',
  'update',
]);

/** Registers a command and its subcommands with tab: the values of options, and the known words for each argument. */
function register(command: Command, path: string, root: RootCommand, known: CompletionWords): void {
  const target = path === '' ? root : root.command(path, command.description());
  for (const option of command.createHelp().visibleOptions(command)) {
    const name = option.long?.slice(2);
    if (name === undefined) continue;
    const alias = option.short?.slice(1);
    const words = wordsFor(option, name, known);
    if (words) target.option(name, option.description, offer(words), alias);
    else target.option(name, option.description, alias);
  }
  for (const argument of command.registeredArguments) {
    const words = wordsFor(argument, `${path} ${argument.name()}`.trim(), known) ?? [];
    target.argument(argument.name(), offer(words), argument.variadic);
  }
  for (const child of command.createHelp().visibleCommands(command)) {
    register(child, `${path} ${child.name()}`.trim(), root, known);
  }
}

type Words = readonly (readonly [word: string, about: string])[];

function offer(words: Words): (add: (word: string, about: string) => void) => void {
  return (add) => {
    for (const [word, about] of words) add(word, about);
  };
}

/** The words for an option or argument: its own choices, or live names. `undefined` for an option that takes nothing. */
function wordsFor(taker: Option | Argument, place: string, known: CompletionWords): Words | undefined {
  if ('isBoolean' in taker && taker.isBoolean()) return undefined;
  if ('negate' in taker && taker.negate) return undefined;
  if (taker.argChoices) return taker.argChoices.map((choice) => [choice, ''] as const);
  return LIVE[place]?.(known) ?? [];
}

const LIVE: Readonly<Record<string, (known: CompletionWords) => Words>> = {
  goal: ({ goals }) => goals,
  'goals show goal': ({ goals }) => goals,
  'goals eval goals': ({ goals }) => goals,
  'goals eval new goal': ({ goals }) => goals,
  arm: () => [
    ['plain', 'the request and its material'],
    ['again', 'plain once more, to show the effect of chance'],
    ['framework', 'this goal as it renders now'],
  ],
  persona: ({ personas }) => personas,
  protocol: ({ protocols }) => protocols,
  constraint: ({ constraints }) => constraints,
  'add-constraint': ({ constraints }) => constraints,
  'components show file': componentsOf,
  'components lint file': componentsOf,
  'components promote file': componentsOf,
  'components new kind': () => KIND_WORDS,
  'components new name': ({ missing }) => missing,
  'explain file[:line]': ({ generated }) => generated,
  'new name': ({ frameworks }) => frameworks,
  'fill framework': ({ frameworks }) => frameworks,
  'run framework': ({ frameworks }) => frameworks,
  'answer framework': ({ frameworks }) => frameworks,
  'update framework': ({ frameworks }) => frameworks,
  'from-framework': ({ frameworks }) => frameworks,
  'config get name': ({ settings }) => settings,
  'config set name': ({ settings }) => settings,
  'config unset name': ({ settings }) => settings,
  kind: () => KIND_WORDS,
};

const KIND_WORDS: Words = [
  ['persona', ''],
  ['protocol', ''],
  ['constraint', ''],
];

function componentsOf({ personas, protocols, constraints }: CompletionWords): Words {
  return [...personas, ...protocols, ...constraints];
}

/** Captures the text that a function prints through `console.log`: tab has no other way to answer. */
function captured(print: () => void): string {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...parts: unknown[]) => {
    lines.push(`${parts.join(' ')}\n`);
  };
  try {
    print();
  } finally {
    console.log = log;
  }
  return lines.join('');
}
