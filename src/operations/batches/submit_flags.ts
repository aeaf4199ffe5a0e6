import type { Problem } from '../../diagnostics/index.ts';
import type { RunOptions } from './run_options.ts';
import type { TakeBackRequest } from './take_batch_back.ts';

/** The place to hand a batch over to, and the options for its run there. */
export type SubmitRequest = Omit<
  RunOptions,
  'ask' | 'onlyApproved' | 'inPlace' | 'place' | 'link' | 'copy' | 'ignoreLimits'
> &
  Omit<TakeBackRequest, 'batch'> & {
    /** The place. */
    readonly to?: string;
    /** Takes the batch back when it is over there. */
    readonly collect?: boolean;
    /** The name of this program there (default: orchestrator). */
    readonly program?: string;
    /** The time limit there, in hours (default: 24). */
    readonly hours?: number;
  };

/** Rejects options of `batch submit` that would have no effect, since they were given for a purpose. */
export function optionsWithoutEffect(request: SubmitRequest): Problem<'flag-without-effect'>[] {
  const { to, end = false } = request;
  const idle = (flags: Readonly<Record<string, keyof SubmitRequest>>, why: string, hint: string) =>
    Object.entries(flags)
      .filter(([, name]) => isGiven(request[name]))
      .map(
        ([flag]): Problem<'flag-without-effect'> => ({
          severity: 'error',
          code: 'flag-without-effect',
          message: `${flag} would have no effect: ${why}.`,
          hint,
        }),
      );
  if (to !== undefined)
    return idle(
      OF_TAKING_BACK,
      'it is for taking a batch back, and --to hands one over',
      'Give it with --collect when you take the batch back.',
    );
  const what = end ? '--end' : '--collect';
  return [
    ...idle(
      OF_HANDING_OVER,
      `it is for running there, and ${what} takes the batch back`,
      'Give it with --to when you hand the batch over.',
    ),
    ...(end ? idle({ '--wait': 'wait' }, '--end only waits until the batch has ended', 'Remove it.') : []),
  ];
}

/** Whether an option was given; an empty list or a switch that is off counts as missing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

const OF_TAKING_BACK = { '--wait': 'wait', '--verify': 'verify' } as const;

const OF_HANDING_OVER = {
  '--hours': 'hours',
  '--program': 'program',
  '--executor': 'executor',
  '--executor-command': 'executorCommand',
  '--executor-env': 'executorEnv',
  '--fallback': 'fallback',
  '--concurrency': 'concurrency',
  '--retries': 'retries',
  '--resume-sessions': 'resumeSessions',
  '--on-failure': 'onFailure',
  '--stages': 'stages',
  '--isolate': 'isolate',
  '--idle': 'idle',
  '--soft': 'soft',
  '--hard': 'hard',
  '--budget-tokens': 'budgetTokens',
  '--budget-cost': 'budgetCost',
  '--dry-run': 'dryRun',
} as const;
