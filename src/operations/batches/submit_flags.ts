import type { Problem } from '../../diagnostics/index.ts';
import type { RunOptions } from './run_options.ts';
import type { TakeBackRequest } from './take_batch_back.ts';

/** Where a batch is handed over to, and how it is run there. */
export type SubmitRequest = Omit<
  RunOptions,
  'ask' | 'onlyApproved' | 'inPlace' | 'place' | 'link' | 'copy' | 'ignoreLimits'
> &
  Omit<TakeBackRequest, 'batch'> & {
    /** The place. */
    readonly to?: string;
    /** Takes it back when it is over there. */
    readonly collect?: boolean;
    /** What this program is called there (default: orchestrator). */
    readonly program?: string;
    /** The longest that it may take there (default: 24). */
    readonly hours?: number;
  };

/** The options of `batch submit` that would change nothing in what it is asked for: whoever gave them meant something. */
export function idleOptions(request: SubmitRequest): Problem<'flag-without-effect'>[] {
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
      'it belongs to taking a batch back, and --to hands one over',
      'Give it with --collect, when the batch comes back.',
    );
  const what = end ? '--end' : '--collect';
  return [
    ...idle(
      OF_HANDING_OVER,
      `it is for what runs there, and ${what} takes back what did`,
      'Give it with --to, when the batch is handed over.',
    ),
    ...(end
      ? idle({ '--wait': 'wait' }, '--end ends it, and waits for no more than that', 'Leave it out.')
      : []),
  ];
}

/** A list without entries and a switch that is off are nothing that anybody gave. */
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
