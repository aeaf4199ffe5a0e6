import { type Command, Option } from 'commander';
import type { RunOptions } from '../../operations/index.ts';
import { collect } from './declare.ts';

/** An option about who carries a batch out, where and how long: one table for every command that runs a part of a batch. */
const OPTIONS = {
  executor: {
    flags: '--executor <name>',
    text: 'who carries out phases that name nobody (default: the setting, else claude)',
  },
  executorCommand: {
    flags: '--executor-command <command>',
    text: 'a command that does; no shell takes it apart',
  },
  executorEnv: {
    flags: '--executor-env <name>',
    text: 'a variable that it may see, beyond its own (repeatable)',
    repeats: true,
  },
  fallback: { flags: '--fallback <name>', text: 'who takes over when its tries are used up' },
  concurrency: {
    flags: '--concurrency <count>',
    text: 'phases at a time (default: the setting, else 2)',
  },
  retries: {
    flags: '--retries <count>',
    text: 'how often one may try again (default: the setting, else 1)',
  },
  resumeSessions: {
    flags: '--resume-sessions',
    text: 'let one that tries again go on in its own session, where it can',
  },
  onFailure: {
    flags: '--on-failure <what>',
    text: 'what else goes on when a phase has failed',
    choices: ['continue', 'no-new', 'kill'],
  },
  stages: { flags: '--stages', text: 'begin a stage only when the one before is over' },
  scope: {
    flags: '--scope <what>',
    text: 'what becomes of changes to undeclared files',
    choices: ['fail', 'warn'],
  },
  isolate: {
    flags: '--isolate <kind>',
    text: 'what an attempt works in: a worktree, or a clone of its own (default: the setting, else worktree)',
    choices: ['worktree', 'clone'],
  },
  sandbox: {
    flags: '--sandbox <kind>',
    text: 'what attempts and gates run in (default: the setting, else none)',
    choices: ['auto', 'none', 'bwrap', 'container'],
  },
  place: {
    flags: '--place <name>',
    text: 'where phases run that name no place, beside or instead of this machine, `local` (repeatable)',
    repeats: true,
  },
  verify: {
    flags: '--verify <where>',
    text: 'where the gates run whose verdict merges (default: local)',
    choices: ['local', 'place'],
  },
  ask: { flags: '--ask', text: 'ask in the terminal what an agent may do that no rule allows (acp)' },
  inPlace: {
    flags: '--in-place',
    text: 'work in the project itself, one phase at a time; for projects without git',
  },
  setup: { flags: '--setup <command>', text: 'makes a fresh worktree ready, as `npm ci` does' },
  link: {
    flags: '--link <path>',
    text: 'what git ignores and worktrees see through links (repeatable)',
    repeats: true,
  },
  copy: {
    flags: '--copy <path>',
    text: 'what git ignores and worktrees get a copy of (repeatable)',
    repeats: true,
  },
  gateTimeout: {
    flags: '--gate-timeout <seconds>',
    text: 'the longest a gate may take (default: the setting, else 1200)',
  },
  idle: {
    flags: '--idle <seconds>',
    text: 'the longest that nothing may happen in an attempt (default: 600)',
  },
  soft: { flags: '--soft <seconds>', text: 'when an attempt is asked to end (default: 3600)' },
  hard: { flags: '--hard <seconds>', text: 'when it is ended (default: 5400)' },
  budgetTokens: {
    flags: '--budget-tokens <count>',
    text: 'start nothing more when the batch has used so many tokens',
  },
  budgetCost: {
    flags: '--budget-cost <dollars>',
    text: 'likewise when its agents say that it has cost so much',
  },
  ignoreLimits: {
    flags: '--ignore-limits',
    text: 'try executors at once that reached a limit of use in a run before',
  },
  yes: { flags: '-y, --yes', text: 'run the commands without asking' },
  onlyApproved: {
    flags: '--only-approved <file>',
    text: 'refuse commands that this list, which `batch submit` sends along, has not',
  },
} as const satisfies { readonly [Name in Exclude<keyof RunOptions, 'batch' | 'dryRun'>]-?: RunOption };

type RunOption = {
  readonly flags: string;
  readonly text: string;
  readonly choices?: readonly string[];
  readonly repeats?: true;
};

/** The name of an option of a run. */
export type RunOptionName = keyof typeof OPTIONS;

/**
 * Adds options of a run to a command.
 *
 * @param names - which of them, in the order of the help; with a text where the command says it in other words
 */
export function withRunOptions(
  command: Command,
  ...names: readonly (RunOptionName | readonly [name: RunOptionName, text: string])[]
): Command {
  for (const wanted of names) {
    const [name, own] = typeof wanted === 'string' ? [wanted] : wanted;
    const { flags, text, choices, repeats }: RunOption = OPTIONS[name];
    const option = new Option(flags, own ?? text);
    if (choices !== undefined) option.choices(choices);
    if (repeats) option.argParser(collect);
    command.addOption(option);
  }
  return command;
}

/** The options of commands that include a run of a batch. */
export const OF_A_PART = [
  ['executor', 'who carries it out (default: the setting, else claude)'],
  'executorCommand',
  'executorEnv',
  'concurrency',
  'retries',
  ['sandbox', 'what attempts and gates run in'],
  ['inPlace', 'work in the project itself; for projects without git'],
  'setup',
  ['gateTimeout', 'the longest a gate may take'],
  ['hard', 'when an attempt is ended'],
  ['budgetTokens', 'start nothing more when so many tokens are used'],
] as const satisfies Parameters<typeof withRunOptions>[1][];

const FIGURES = [
  'concurrency',
  'retries',
  'budgetTokens',
  'budgetCost',
  'gateTimeout',
  'idle',
  'soft',
  'hard',
] as const satisfies readonly RunOptionName[];

/** An option of a run whose value is a number. */
export type RunFigure = (typeof FIGURES)[number];

/** The options of an operation, with figures as typed. */
export type AsTyped<Options, Figure extends PropertyKey = RunFigure> = Omit<Options, Figure> & {
  readonly [Name in Extract<keyof Options, Figure>]?: string;
};

/** Flags of a run with their figures as numbers; what is no figure is none, for the operation to refuse. */
export function figuresOf<Flags extends { readonly [Name in RunFigure]?: string }>(
  flags: Flags,
): Omit<Flags, RunFigure> & { readonly [Name in RunFigure]?: number } {
  const { concurrency, retries, budgetTokens, budgetCost, gateTimeout, idle, soft, hard, ...others } = flags;
  const figures = { concurrency, retries, budgetTokens, budgetCost, gateTimeout, idle, soft, hard };
  const typed = Object.entries(figures).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, FIGURE.test(text) ? Number(text) : Number.NaN]],
  );
  return { ...others, ...Object.fromEntries(typed) };
}

const FIGURE = /^\d{1,9}(?:\.\d{1,9})?$/u;
