import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import type { RunRequest } from '../../../operations/index.ts';
import type { BatchRunFlags } from './run_flags.ts';

/** The flags as the operation takes them; all that is wrong with their figures at once. */
export function numberFlags(flags: BatchRunFlags): Result<Omit<RunRequest, 'batch'>> {
  const problems: Problem[] = [];
  const figure = (name: string, text: string | undefined, least: number, most: number) => {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d{1,9}$/u.test(text) && value >= least && value <= most) return value;
    problems.push(badFigure(name, least, most));
    return undefined;
  };
  const wishes = {
    ...Object.fromEntries(AS_TYPED.map((name) => [name, flags[name]])),
    concurrency: figure('--concurrency', flags.concurrency, 1, 64),
    retries: figure('--retries', flags.retries, 0, 20),
    gateTimeoutSeconds: figure('--gate-timeout', flags.gateTimeout, 1, DAY),
    idleSeconds: figure('--idle', flags.idle, 1, DAY),
    softSeconds: figure('--soft', flags.soft, 1, DAY),
    budgetTokens: figure('--budget-tokens', flags.budgetTokens, 1, 999_999_999),
    hardSeconds: figure('--hard', flags.hard, 1, DAY),
  };
  if (flags.executor !== undefined && flags.executorCommand !== undefined) problems.push(TWO_EXECUTORS);
  if (problems.length > 0) return failure('usage', ...problems);
  return success(Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)));
}

/** The flags that the operation takes as they are. */
const AS_TYPED = [
  'executor',
  'executorCommand',
  'executorEnv',
  'fallback',
  'onFailure',
  'stages',
  'scope',
  'inPlace',
  'ignoreLimits',
  'sandbox',
  'setup',
  'link',
  'copy',
] as const satisfies readonly (keyof BatchRunFlags & keyof RunRequest)[];

/** In seconds. */
const DAY = 86_400;

function badFigure(name: string, least: number, most: number): Problem {
  const message = `${name} is a whole number from ${least} to ${most}.`;
  return { severity: 'error', code: 'usage', message };
}

const TWO_EXECUTORS: Problem = {
  severity: 'error',
  code: 'usage',
  message: '--executor and --executor-command say two things.',
  hint: 'Give one of them.',
};
