import { printableLine } from '../../../lib/index.ts';
import { accountOf, type LimitNotice, LONGEST_WAIT_MS } from '../../executors/index.ts';
import type { AttemptRecord, BatchState, Hold } from '../../store/batch_state.ts';
import { type Attempt, recordOf } from '../parts/attempt.ts';
import type { RunAgents, RunExecutors, RunJournal, RunSettings, RunTime } from '../parts/run.ts';

/**
 * Holds the account of an attempt until its limit of use is over: no attempt of an executor that shares it starts before then,
 * and none of its tries is used up. If the end of the limit is unknown, a single attempt probes after an increasing pause.
 *
 * @returns whether it could be recorded
 */
export function holdAccount(
  run: RunJournal & RunSettings & RunTime & RunExecutors & RunAgents,
  { phase, number }: Attempt,
  { line, until, remark }: LimitNotice,
): Promise<boolean> {
  const { logbook, clock } = run;
  const attempt = recordOf(run, phase.id).attempts[number - 1];
  if (attempt === undefined) throw new Error(`phase ${phase.id} has no attempt ${number}`);
  const { executor, account } = attempt;
  const before = logbook.state().holds.get(account);
  const looks = looksBefore(logbook.state(), attempt, run.works);
  const now = clock.time();
  const pause = Math.min(run.rules.probeMs * 2 ** Math.min(looks, 10), Math.max(run.rules.probeMs, MAX_MS));
  // The reported time may be wrong, or in another unit.
  const stated = until === undefined ? undefined : Math.min(until + MARGIN_MS, now + LONGEST_WAIT_MS);
  const next = Math.max(stated ?? now + pause, now + MIN_MS);
  const known = before === undefined ? 0 : Date.parse(before.until) || 0;
  return logbook.record({
    event: 'executor-held',
    executor,
    account,
    executors: sharing(run.executors, account, executor),
    until: new Date(Math.max(next, known)).toISOString(),
    // A time reported to another attempt still counts if this one got none.
    isTold: until !== undefined || (before?.isTold === true && known > next),
    looks,
    argv: [...(run.executors.get(executor)?.argv ?? [])],
    why: [printableLine(line).slice(0, 200), ...(remark === undefined ? [] : [printableLine(remark)])].join(
      ' ',
    ),
  });
}

/** A longer first pause is kept as it is. */
const MAX_MS = 60 * 60_000;
/** Clocks differ, and a retry at the exact second would be told to wait again. */
const MARGIN_MS = 1_000;
const MIN_MS = 1_000;

/**
 * Number of probes of an account that failed before this attempt was refused; one that began before the last hold is no probe.
 */
function looksBefore(state: BatchState, { account, seq }: AttemptRecord, works: RunAgents['works']): number {
  const before = state.holds.get(account);
  if (before === undefined || isProven(state, [account, before], works)) return 0;
  return before.looks + (seq > before.seq ? 1 : 0);
}

/** The executors of a run that share an account, sorted. */
function sharing(executors: RunExecutors['executors'], account: string, own: string): string[] {
  const others = [...executors].filter(([, each]) => accountOf(each) === account).map(([name]) => name);
  return [...new Set([own, ...others])].sort();
}

/** Returns the holds that do not apply to this run: ignored on request, or the executor of that name has another command now. */
export function pastHolds(
  { holds }: Pick<BatchState, 'holds'>,
  {
    executors,
    ignoreLimits,
  }: { readonly executors: RunExecutors['executors']; readonly ignoreLimits: boolean },
): BatchState['holds'] {
  const past = [...holds].filter(([, { executor, argv }]) => {
    const now = executors.get(executor);
    // An account configured by a person is the same whatever the command.
    const isNamed = now?.account !== undefined;
    const isOther =
      argv !== undefined && now?.argv != null && JSON.stringify(argv) !== JSON.stringify(now.argv);
    return ignoreLimits || (isOther && !isNamed);
  });
  return new Map(past);
}

/**
 * Returns the accounts held at a moment, each with the end of its hold, in milliseconds since 1970 UTC.
 *
 * @param ignored - holds of earlier runs that the person chose to ignore
 */
export function heldAt(
  { holds }: Pick<BatchState, 'holds'>,
  now: number,
  ignored: BatchState['holds'] = new Map(),
): ReadonlyMap<string, number> {
  const open = [...holds]
    .filter(([account, hold]) => ignored.get(account) !== hold)
    .map(([account, { until }]) => [account, Date.parse(until)] as const);
  return new Map(open.filter(([, until]) => until > now));
}

/**
 * Returns the accounts whose state is unknown: the pause is over, and no attempt has shown since that they may continue; each
 * with the number of the event that began this.
 */
export function inDoubtAt(
  state: BatchState,
  now: number,
  { ignored, works }: { readonly ignored: BatchState['holds']; readonly works: RunAgents['works'] },
): ReadonlyMap<string, number> {
  const doubted = [...state.holds].filter(
    ([account, hold]) =>
      !hold.isTold &&
      ignored.get(account) !== hold &&
      !(Date.parse(hold.until) > now) &&
      !isProven(state, [account, hold], works),
  );
  return new Map(doubted.map(([account, { seq }]) => [account, seq]));
}

/** Whether an attempt that began after a hold has shown that its account may continue. */
function isProven(
  { phases }: BatchState,
  [account, hold]: readonly [string, Hold],
  works: RunAgents['works'],
): boolean {
  const since = phases.flatMap(({ attempts }) =>
    attempts.filter((attempt) => attempt.account === account && attempt.seq > hold.seq),
  );
  return since.some(({ token, gates, mergeReady, ended, failed }) => {
    // Checks that are not gates are made for every attempt, including one refused at once.
    const isGated = gates.some(({ gate }) => gate !== null);
    if (works.has(token) || isGated || mergeReady !== undefined) return true;
    return failed !== undefined && ended?.how === 'exited' && !UNPROVEN.has(failed.reason);
  });
}

const UNPROVEN: ReadonlySet<string> = new Set(['limited', 'authentication', 'interrupted']);
