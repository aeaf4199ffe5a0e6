import type { ManifestPhase } from '../generated/batch.ts';
import type { AttemptRecord, PhaseRecord } from '../store/batch_state.ts';
import { issuesShown } from './known_issues.ts';
import { causeInWords, reasonInWords } from './reason_in_words.ts';

/** The options of the failure ladder in one run. */
export type LadderOptions = {
  /** Number of retries an executor has after its first try. */
  readonly retries: number;
  /** The executor for phases that name none. */
  readonly executor: string;
  /** The fallback for phases that name none. */
  readonly fallback: string | undefined;
};

/** The next step for a phase whose attempts so far failed. */
export type Rung =
  | {
      readonly rung: 'first' | 'retry' | 'known-fix' | 'fallback' | 'alternative' | 'answer';
      readonly executor: string;
      /** The phase's known issues whose signs appear in its last failure, by id: their fix is added to the prompt. */
      readonly fixes?: readonly string[];
      /** Why now and why this executor, for a person who watches; starts in lower case. */
      readonly why: string;
    }
  /** No try is left: a person has to decide. If none can be asked the phase fails, with this as its reason. */
  | { readonly rung: 'decide'; readonly reason: string; readonly decision: string };

/** Number of times the same error must occur in a row to make another try pointless. */
const SAME_IN_A_ROW = 3;

/**
 * Returns the next rung of the failure ladder.
 *
 * ```
 *   first ─► retry, up to `retries` times ─► a known fix, once ─► fallback, as often ─► another way, once ─► a person decides
 *                                                                                                                │ answers
 *   answer ◄─────────────────────────────────────────────────────────────────────────────────────────────────────┘
 * ```
 *
 * A retry after a failure that the phase's pattern knows includes the fix, and is that rung; if no retry is left, there is one
 * more try for it. Another way to do the phase, if its pattern has one, is tried once, by the executor that tried last.
 *
 * An attempt that was interrupted, or whose executor reached a limit of use, does not count: it says nothing about the phase. A
 * rung is left early when the same error occurred three times in a row, and when its executor cannot be started at all. If no
 * worktree can be made ready, no other executor would get further; and removing a job from its queue means that it must not run.
 */
export function nextRung(record: PhaseRecord, options: LadderOptions): Rung {
  const { phase, attempts, forgiven, answer } = record;
  const primary = phase.executor ?? options.executor;
  const fallback = fallbackOf(phase, primary, options);
  const counted = attempts.slice(forgiven).filter((attempt) => attempt.failed && !costsNoTry(attempt));
  const last = counted.at(-1);
  if (last === undefined) {
    const before = attempts.at(-1);
    if (answer !== undefined && before !== undefined && answer.seq > before.seq)
      return { rung: 'answer', executor: primary, why: `a person answered: ${answer.text}` };
    const why =
      before === undefined ? 'it is ready' : `attempt ${before.number} was interrupted or set aside`;
    return { rung: 'first', executor: primary, why };
  }
  const byFallback = counted.filter(({ executor }) => executor === fallback);
  // Any other executor that tried replaced the primary, under a name that another run used.
  const byPrimary = counted.filter(({ executor }) => executor !== fallback);
  const why = `attempt ${last.number} failed: ${reasonInWords(last)}`;
  const isOpen = last.ended?.how !== 'not-prepared' && last.ended?.how !== 'cancelled';
  const fixes = newFixes(phase, attempts, last);
  if (isOpen && byFallback.length === 0 && isWorthwhile(byPrimary, options))
    return fixes.length === 0
      ? { rung: 'retry', executor: primary, why }
      : { rung: 'known-fix', executor: primary, fixes, why: `${why}; a fix is known` };
  if (isOpen && byFallback.length === 0 && fixes.length > 0 && !isHopeless(last))
    return {
      rung: 'known-fix',
      executor: primary,
      fixes,
      why: `${whyOver(byPrimary, primary, options)}; ${why}; a fix is known and has not been tried yet`,
    };
  if (isOpen && fallback !== undefined && isWorthwhile(byFallback, options))
    return { rung: 'fallback', executor: fallback, why: `${whyOver(byPrimary, primary, options)}; ${why}` };
  const hasOther = phase.alternative !== undefined && counted.every(({ rung }) => rung !== 'alternative');
  if (isOpen && hasOther && !isHopeless(last)) {
    const executor = byFallback.length > 0 && fallback !== undefined ? fallback : primary;
    const over = whyOver(executor === primary ? byPrimary : byFallback, executor, options);
    return { rung: 'alternative', executor, why: `${over}; ${why}; the pattern has an alternative` };
  }
  const tried = [whyOver(byPrimary, primary, options)];
  if (fallback !== undefined && byFallback.length > 0) tried.push(whyOver(byFallback, fallback, options));
  return {
    rung: 'decide',
    reason: `${tried.join(', ')}${last.ended?.how === 'not-started' ? ': ' : '; the last time: '}${causeInWords(last)}`,
    decision: `Retry phase ${phase.id}, change what it asks for, or leave it and what depends on it undone.`,
  };
}

/** Whether an attempt says nothing about its phase because something else ended it. */
export function costsNoTry({ failed }: Pick<AttemptRecord, 'failed'>): boolean {
  return failed?.reason === 'interrupted' || failed?.reason === 'limited';
}

function fallbackOf(phase: ManifestPhase, primary: string, options: LadderOptions): string | undefined {
  const fallback = phase.fallback ?? options.fallback;
  return fallback === primary ? undefined : fallback;
}

function isWorthwhile(tries: readonly AttemptRecord[], { retries }: LadderOptions): boolean {
  const last = tries.at(-1);
  return tries.length <= retries && !isStuck(tries) && !isHopeless(last);
}

/** Another try does not fix a refused key. */
function isHopeless(attempt: AttemptRecord | undefined): boolean {
  return attempt?.ended?.how === 'not-started' || attempt?.failed?.reason === 'authentication';
}

/** Returns the known issues that a failure shows, without those whose fix an earlier attempt had. */
function newFixes(phase: ManifestPhase, attempts: readonly AttemptRecord[], last: AttemptRecord): string[] {
  const suggested = new Set(attempts.flatMap(({ fixes = [] }) => fixes));
  return issuesShown(phase, last).filter((id) => !suggested.has(id));
}

function isStuck(tries: readonly AttemptRecord[]): boolean {
  const recent = tries.slice(-SAME_IN_A_ROW).map(({ failed }) => failed?.fingerprint);
  return recent.length === SAME_IN_A_ROW && new Set(recent).size === 1;
}

/** Explains briefly why an executor has no tries left. */
function whyOver(tries: readonly AttemptRecord[], executor: string, options: LadderOptions): string {
  if (tries.at(-1)?.ended?.how === 'not-prepared') return `${executor} was not tried`;
  if (tries.at(-1)?.ended?.how === 'cancelled') return `the job of ${executor} was cancelled`;
  if (tries.at(-1)?.ended?.how === 'not-started') return `${executor} could not be started`;
  if (tries.length <= options.retries && isStuck(tries))
    return `${executor} failed ${SAME_IN_A_ROW} times in a row with the same error`;
  return `${executor} failed ${tries.length === 1 ? 'once' : `${tries.length} times`}`;
}
