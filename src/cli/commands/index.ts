import type { Declare } from './declare.ts';

/** A command's entry on the first page of help, and how to load the rest of it. */
export type CommandEntry = {
  readonly name: string;
  readonly summary: string;
  /** Not shown in help: programs call it, not people. */
  readonly hidden?: true;
  readonly load: () => Promise<{ readonly declare: Declare }>;
};

/** The commands, in the order in which help shows them. Only the one that is run is loaded. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'new',
    summary: 'create a framework: asks for what the flags leave open',
    load: () => import('./framework/new/declare.ts'),
  },
  {
    name: 'fill',
    summary: 'print a framework with its slots filled, to paste or to pipe',
    load: () => import('./framework/fill/declare.ts'),
  },
  {
    name: 'run',
    summary: 'fill a framework, send it to the model, and print the answer as it comes',
    load: () => import('./framework/run/declare.ts'),
  },
  {
    name: 'answer',
    summary: 'the answer of a model in an earlier run',
    load: () => import('./framework/answer/declare.ts'),
  },
  {
    name: 'update',
    summary: 'render frameworks again, merged with manual edits',
    load: () => import('./framework/update/declare.ts'),
  },
  {
    name: 'list',
    summary: 'the frameworks here, and which of them are stale or edited',
    load: () => import('./framework/list/declare.ts'),
  },
  {
    name: 'init',
    summary: 'put an editable goal map into this project',
    load: () => import('./project/init/declare.ts'),
  },
  {
    name: 'goals',
    summary: 'the goals in the goal map: list, show, new, check, test, eval',
    load: () => import('./goals/index.ts'),
  },
  {
    name: 'components',
    summary: 'personas, protocols and constraints: list, show, search, lint, new, promote',
    load: () => import('./components/index.ts'),
  },
  {
    name: 'import',
    summary: 'import prompt files of other tools as components: skills, agents, commands, rules',
    load: () => import('./exchange/import/declare.ts'),
  },
  {
    name: 'export',
    summary: 'export a framework as a skill, an agent or a command for other tools',
    load: () => import('./exchange/export/declare.ts'),
  },
  {
    name: 'explain',
    summary: 'show where the lines of a generated file came from',
    load: () => import('./framework/explain/declare.ts'),
  },
  {
    name: 'orchestrate',
    summary: 'turn a requirement into a plan, and with --execute run it',
    load: () => import('./orchestrate/declare.ts'),
  },
  {
    name: 'execute-task',
    summary: 'plan, run and check one task as a plan of one phase',
    load: () => import('./orchestrate/task/declare.ts'),
  },
  {
    name: 'plan',
    summary: 'plans of phases: draft, check, show, simulate, import',
    load: () => import('./plan/index.ts'),
  },
  {
    name: 'patterns',
    summary: 'plans that worked before: list, show, match, use, learn, check, export, import',
    load: () => import('./patterns/index.ts'),
  },
  {
    name: 'batch',
    summary: 'carry out a plan, with one prompt for each phase',
    load: () => import('./batch/index.ts'),
  },
  {
    name: 'review',
    summary: 'review a change: unfinished work, weakened tests, secrets, and the risk',
    load: () => import('./review/declare.ts'),
  },
  {
    name: 'discover',
    summary: 'discover this project: commands, libraries, conventions, with evidence',
    load: () => import('./project/discover/declare.ts'),
  },
  {
    name: 'status',
    summary: 'the state of the project: context, plans, batches, memory, and what to do next',
    load: () => import('./project/status/declare.ts'),
  },
  {
    name: 'interpret-state',
    summary: 'what happened here since last time, in ten lines',
    load: () => import('./project/interpret_state/declare.ts'),
  },
  {
    name: 'mcp',
    summary: 'serve all of this as tools for agents, over the Model Context Protocol',
    load: () => import('./mcp/index.ts'),
  },
  {
    name: 'research',
    summary: 'ask a model about the project; the answer cites files and lines',
    load: () => import('./knowledge/research.ts'),
  },
  {
    name: 'document',
    summary: 'have a model document a feature, citing files and lines',
    load: () => import('./knowledge/document.ts'),
  },
  {
    name: 'learn',
    summary: 'save a fact about this project, with the lines that support it',
    load: () => import('./memory/learn/declare.ts'),
  },
  {
    name: 'memory',
    summary: 'what was learned: list, show, search, check, publish, forget',
    load: () => import('./memory/index.ts'),
  },
  {
    name: 'catalog',
    summary: 'plugins, agents and skills of other tools: add, list, search, show, update, remove',
    load: () => import('./catalog/index.ts'),
  },
  {
    name: 'config',
    summary: 'settings: list, get, set, unset, path',
    load: () => import('./project/config/declare.ts'),
  },
  {
    name: 'doctor',
    summary: 'check what works here, and how to fix what does not',
    load: () => import('./project/doctor/declare.ts'),
  },
  {
    name: 'example',
    summary: 'a small project with a recorded run of its plan: a whole batch, without any setup',
    load: () => import('./project/example.ts'),
  },
  {
    name: 'completion',
    summary: 'completion for bash, zsh and fish',
    load: () => import('./project/completion.ts'),
  },
  {
    name: 'work-on-phase',
    summary: 'the built-in executor; batches start it',
    hidden: true,
    load: () => import('./batch/work_on_phase.ts'),
  },
  {
    name: 'run-behind-proxy',
    summary: 'connects a command in a sandbox to what it may reach; batches start it',
    hidden: true,
    load: () => import('./batch/run_behind_proxy.ts'),
  },
  { name: 'complete', summary: 'answers a shell', hidden: true, load: () => import('./project/complete.ts') },
];

/** The command that the arguments name, and the arguments with its name first and the options after it. */
export type ResolvedCommand = {
  readonly entry: CommandEntry | undefined;
  readonly argv: readonly string[];
  /** No command was named, but options were given: those of the wizard, unless they are misplaced. */
  readonly implied?: true;
};

/**
 * The command that the arguments name. Without any, or with options only, it is `new`, the wizard; `undefined` means that
 * the program itself must answer: with help, the version, or an error about the name. Options that every command has
 * may come before its name.
 */
export function findCommand(given: readonly string[]): ResolvedCommand {
  const argv = helpAsFlag(given);
  let place = 0;
  for (;;) {
    const option = argv[place] ?? '';
    if (EVERYWHERE.has(option) || TAPES.some((name) => option.startsWith(`${name}=`))) place += 1;
    else if (TAPES.includes(option) && argv[place + 1] !== undefined) place += 2;
    else break;
  }
  const word = argv[place];
  const named = commands.find((command) => command.name === word);
  if (named) return { entry: named, argv: withOptions(argv.slice(place), argv.slice(0, place)) };
  const isForProgram = word !== undefined && (!word.startsWith('-') || FOR_PROGRAM.has(word));
  if (isForProgram) return { entry: undefined, argv: argv.slice(place) };
  return { entry: commands[0], argv: ['new', ...argv], ...(argv.length > 0 ? { implied: true } : {}) };
}

const EVERYWHERE: ReadonlySet<string> = new Set(['--json', '--no-input', '--no-color', '--debug']);
/** The global options that take a value. */
const TAPES: readonly string[] = ['--record', '--replay'];
const FOR_PROGRAM: ReadonlySet<string> = new Set(['-h', '--help', '-V', '--version']);

/** `help goals list` is `goals list --help`, so that there is one text of help. */
function helpAsFlag(argv: readonly string[]): readonly string[] {
  if (argv[0] !== 'help') return argv;
  const words = argv.slice(1).filter((word) => !word.startsWith('-'));
  if (words.length === 0) return ['--help'];
  return commands.some(({ name }) => name === words[0]) ? [...words, '--help'] : words;
}

/** Options after the words, but before a `--`, after which everything is plain words. */
function withOptions(words: readonly string[], options: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end === -1 ? [...words, ...options] : [...words.slice(0, end), ...options, ...words.slice(end)];
}
