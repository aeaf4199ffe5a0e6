import { type Command, Option } from 'commander';
import type { RunOptions } from '../../operations/index.ts';
import { collect } from './declare.ts';

/** An option about who carries a batch out, where and how long: one table for every command that runs a part of a batch. */
const OPTIONS = {
  executor: {
    flags: '--executor <name>',
    text: 'the executor for phases that name none (default: the setting, else claude)',
  },
  executorCommand: {
    flags: '--executor-command <command>',
    text: 'a command as executor; it is not passed to a shell',
  },
  executorEnv: {
    flags: '--executor-env <name>',
    text: 'an additional variable that it may see (repeatable)',
    repeats: true,
  },
  fallback: { flags: '--fallback <name>', text: 'the executor to use when its attempts are used up' },
  concurrency: {
    flags: '--concurrency <count>',
    text: 'phases at a time (default: the setting, else 2)',
  },
  retries: {
    flags: '--retries <count>',
    text: 'retries per phase (default: the setting, else 1)',
  },
  resumeSessions: {
    flags: '--resume-sessions',
    text: 'let a retry resume its own session if it can',
  },
  onFailure: {
    flags: '--on-failure <what>',
    text: 'what continues when a phase has failed',
    choices: ['continue', 'no-new', 'kill'],
  },
  stages: { flags: '--stages', text: 'begin a stage only when the previous one has ended' },
  scope: {
    flags: '--scope <what>',
    text: 'what to do with changes to undeclared files',
    choices: ['fail', 'warn'],
  },
  isolate: {
    flags: '--isolate <kind>',
    text: 'where an attempt works: a worktree or its own clone (default: the setting, else worktree)',
    choices: ['worktree', 'clone'],
  },
  sandbox: {
    flags: '--sandbox <kind>',
    text: 'the sandbox for attempts and gates (default: the setting, else none)',
    choices: ['auto', 'none', 'bwrap', 'container'],
  },
  place: {
    flags: '--place <name>',
    text: 'where phases that name no place run, besides or instead of this machine, `local` (repeatable)',
    repeats: true,
  },
  verify: {
    flags: '--verify <where>',
    text: 'where the gates that decide on merging run (default: local)',
    choices: ['local', 'place'],
  },
  ask: { flags: '--ask', text: 'ask in the terminal about agent actions that no rule allows (acp)' },
  inPlace: {
    flags: '--in-place',
    text: 'work in the project itself, one phase at a time; for projects without git',
  },
  setup: { flags: '--setup <command>', text: 'a command that sets up a fresh worktree, such as `npm ci`' },
  link: {
    flags: '--link <path>',
    text: 'an ignored path that worktrees get a link to (repeatable)',
    repeats: true,
  },
  copy: {
    flags: '--copy <path>',
    text: 'an ignored path that worktrees get a copy of (repeatable)',
    repeats: true,
  },
  gateTimeout: {
    flags: '--gate-timeout <seconds>',
    text: 'the longest a gate may take (default: the setting, else 1200)',
  },
  idle: {
    flags: '--idle <seconds>',
    text: 'the longest an attempt may be idle (default: 600)',
  },
  soft: { flags: '--soft <seconds>', text: 'when an attempt is asked to end (default: 3600)' },
  hard: { flags: '--hard <seconds>', text: 'when it is ended (default: 5400)' },
  budgetTokens: {
    flags: '--budget-tokens <count>',
    text: 'start nothing more when the batch has used this many tokens',
  },
  budgetCost: {
    flags: '--budget-cost <dollars>',
    text: 'start nothing more when its agents report this cost',
  },
  ignoreLimits: {
    flags: '--ignore-limits',
    text: 'use executors that reached a usage limit in an earlier run',
  },
  yes: { flags: '-y, --yes', text: 'run the commands without asking' },
  onlyApproved: {
    flags: '--only-approved <file>',
    text: 'refuse commands that are not on this list, which `batch submit` sends',
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
export const PARTIAL_RUN_OPTIONS = [
  ['executor', 'the executor (default: the setting, else claude)'],
  'executorCommand',
  'executorEnv',
  'concurrency',
  'retries',
  ['sandbox', 'the sandbox for attempts and gates'],
  ['inPlace', 'work in the project itself; for projects without git'],
  'setup',
  ['gateTimeout', 'the longest a gate may take'],
  ['hard', 'when an attempt is ended'],
  ['budgetTokens', 'start nothing more when this many tokens are used'],
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
