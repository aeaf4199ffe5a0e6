import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { RunRequest } from './prepare_run.ts';

/** Options of a run. Durations are in seconds. */
export type RunOptions = {
  /** The batch's number, as typed. */
  readonly batch: string;
  /** Whether to run its commands without asking. */
  readonly yes?: boolean;
  /** Whether to only rehearse it: nothing is started or written. */
  readonly dryRun?: boolean;
  /** Whether to ask a person when an agent requests something that no rule allows. */
  readonly ask?: boolean;
  /** A file with the hashes of the only commands that may run. */
  readonly onlyApproved?: string;
  readonly gateTimeout?: number;
  readonly idle?: number;
  readonly soft?: number;
  readonly hard?: number;
} & Pick<RunRequest, (typeof AS_GIVEN)[number] | 'concurrency' | 'retries' | 'budgetTokens' | 'budgetCost'>;

/** Converts the options to a run's settings; reports all faults of their figures at once. */
export function runSettings(options: RunOptions): Result<Omit<RunRequest, 'batch'>, 'usage'> {
  const problems: Problem<'usage'>[] = [];
  const figure = (name: string, value: number | undefined, least: number, most: number) => {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
    problems.push(badFigure(name, least, most));
    return undefined;
  };
  const amount = (name: string, value: number | undefined) => {
    if (value === undefined || (value > 0 && value <= MAX_MONEY)) return value;
    problems.push(badAmount(name));
    return undefined;
  };
  const wishes = {
    ...Object.fromEntries(AS_GIVEN.map((name) => [name, options[name]])),
    concurrency: figure('--concurrency', options.concurrency, 1, 64),
    retries: figure('--retries', options.retries, 0, 20),
    gateTimeoutSeconds: figure('--gate-timeout', options.gateTimeout, 1, DAY),
    idleSeconds: figure('--idle', options.idle, 1, DAY),
    softSeconds: figure('--soft', options.soft, 1, DAY),
    budgetTokens: figure('--budget-tokens', options.budgetTokens, 1, 999_999_999),
    budgetCost: amount('--budget-cost', options.budgetCost),
    hardSeconds: figure('--hard', options.hard, 1, DAY),
  };
  if (options.executor !== undefined && options.executorCommand !== undefined) problems.push(TWO_EXECUTORS);
  if (problems.length > 0) return failure('usage', ...problems);
  return success(Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)));
}

/** Options that are passed on unchanged. */
const AS_GIVEN = [
  'executor',
  'executorCommand',
  'executorEnv',
  'fallback',
  'onFailure',
  'stages',
  'resumeSessions',
  'scope',
  'inPlace',
  'ignoreLimits',
  'isolate',
  'sandbox',
  'place',
  'verify',
  'setup',
  'link',
  'copy',
] as const satisfies readonly (keyof RunRequest)[];

const DAY = 86_400;

function badFigure(name: string, least: number, most: number): Problem<'usage'> {
  const message = `${name} is a whole number from ${least} to ${most}.`;
  return { severity: 'error', code: 'usage', message };
}

/** In US dollars. */
const MAX_MONEY = 1_000_000;

function badAmount(name: string): Problem<'usage'> {
  const message = `${name} is an amount of US dollars above 0 and up to 1,000,000, as in ${name} 2.50.`;
  return { severity: 'error', code: 'usage', message };
}

const TWO_EXECUTORS: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--executor and --executor-command exclude each other.',
  hint: 'Give one of them.',
};
