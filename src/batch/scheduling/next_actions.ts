import { chooseNext } from '../../plan/index.ts';
import type { RunOptionsRecord } from '../generated/batch.event.ts';
import type { BatchState, PhaseRecord, RunOutcome } from '../store/batch_state.ts';
import { currentAttempt, outcomeOf } from '../store/state/index.ts';
import type { Arrangement } from './arrangement.ts';
import { type Chosen, fillSlots, freeSlots, type PlaceLimits } from './free_slots.ts';
import { type LadderOptions, nextRung, type Rung } from './ladder.ts';

/** The current limits of a run. */
export type SchedulingLimits = Pick<RunOptionsRecord, 'concurrency' | 'stages' | 'onFailure'> &
  LadderOptions & {
    /** Whether the person asked to stop: nothing new is started. */
    readonly stopping: boolean;
    /** The batch has used up its budget: work under way continues, and nothing new is started. */
    readonly isSpent?: boolean;
    /** Phases the runner is working on, even if the journal does not show it yet. */
    readonly inHand: ReadonlySet<string>;
    /** Phases about which a person is being asked. */
    readonly asking: ReadonlySet<string>;
    /** Phases that had failed before this run: they do not affect whether others continue. */
    readonly failedBefore: ReadonlySet<string>;
    /** Accounts that have reached a limit of use; absent if none has. */
    readonly quota?: Quota;
    /** Where phases may run; absent if here. */
    readonly places?: PlaceLimits;
    /** The only phases that begin, each with the number of its only attempt; absent if all do. */
    readonly only?: ReadonlyMap<string, number> | undefined;
    /** Executors whose key was refused in this run: no phase begins with them, and the phase's fallback takes over at once. */
    readonly refused?: { readonly has: (executor: string) => boolean };
  };

/** Accounts that must pause for now: phases of their executors wait, and others continue. */
export type Quota = {
  /** The account of an executor. */
  readonly accountOf: (executor: string) => string;
  /** Accounts on which nothing starts. */
  readonly held: { readonly has: (account: string) => boolean };
  /** Accounts in an unknown state, each since the event of that number: a single attempt starts to find out. */
  readonly doubted: ReadonlyMap<string, number>;
};

/** An action for the runner. */
export type SchedulingAction =
  | {
      readonly do: 'start';
      readonly phase: string;
      readonly attempt: number;
      readonly executor: string;
      /** The placement it runs at; absent if that is here. */
      readonly place?: string;
      readonly rung: Exclude<Rung['rung'], 'decide'>;
      readonly fixes?: readonly string[];
      readonly why: string;
    }
  /** Ask the person; if none can be asked, let the phase fail with this decision to make. */
  | { readonly do: 'decide'; readonly phase: string; readonly reason: string; readonly decision: string }
  /** End an attempt under way; it counts as interrupted. */
  | { readonly do: 'end'; readonly phase: string; readonly attempt: number; readonly why: string };

/** The actions to take now. */
export type NextActions = {
  readonly actions: readonly SchedulingAction[];
  /** The outcome of the run, when nothing is under way and nothing can be started. */
  readonly over: RunOutcome | undefined;
};

/**
 * Returns the next actions in a batch: a pure function of its state and its limits.
 *
 * A phase starts when its dependencies are merged and no phase under way may touch a file that it may touch: longest remaining
 * path first. A phase is under way from its start until it is merged or given up, and takes one of the `concurrency` slots for
 * that time.
 */
export function nextActions(
  state: BatchState,
  arrangement: Arrangement,
  limits: SchedulingLimits,
): NextActions {
  const { phases } = state;
  const isUnderWay = (record: PhaseRecord) =>
    currentAttempt(record) !== undefined || limits.inHand.has(record.phase.id);
  const underWay = [...phases.keys()].filter((place) => isUnderWay(phases[place] as PhaseRecord));
  const failure = phases.find(
    ({ phase, progress }) => progress.state === 'failed' && !limits.failedBefore.has(phase.id),
  );
  const isSpent = limits.isSpent === true;
  const halted = limits.stopping || isSpent || (failure !== undefined && limits.onFailure !== 'continue');
  const actions: SchedulingAction[] = [];
  let isHeldBack = false;
  if (halted) {
    if (failure !== undefined && limits.onFailure === 'kill') actions.push(...ends(phases, failure));
  } else {
    const begun = starts(phases, underWay, arrangement, limits);
    actions.push(...begun.actions);
    isHeldBack = begun.isHeldBack;
  }
  const isOver =
    underWay.length === 0 && actions.length === 0 && !isHeldBack && (halted || limits.asking.size === 0);
  return { actions, over: isOver ? outcomeOf(state, { stopped: limits.stopping || isSpent }) : undefined };
}

function ends(phases: readonly PhaseRecord[], { phase: failed }: PhaseRecord): SchedulingAction[] {
  return phases.flatMap((record) => {
    const attempt = currentAttempt(record);
    if (attempt === undefined) return [];
    const why = `phase ${failed.id} failed, and this run ends with the first that does`;
    return [{ do: 'end', phase: record.phase.id, attempt: attempt.number, why }];
  });
}

function starts(
  phases: readonly PhaseRecord[],
  underWay: readonly number[],
  { needs, placeOf, work }: Arrangement,
  limits: SchedulingLimits,
): { readonly actions: SchedulingAction[]; readonly isHeldBack: boolean } {
  let isHeldBack = false;
  const openStage = limits.stages ? lowestOpenStage(phases) : Number.POSITIVE_INFINITY;
  const busy = new Set(underWay);
  const decisions: SchedulingAction[] = [];
  const ready = new Map<number, Exclude<Rung, { rung: 'decide' }>>();
  for (const [place, record] of phases.entries()) {
    const { phase, progress } = record;
    if (progress.state !== 'waiting' || busy.has(place) || phase.stage > openStage) continue;
    if (limits.asking.has(phase.id)) continue;
    // A dependency missing from the manifest is never done.
    if (!phase.dependencies.every((id) => placeOf.has(id))) continue;
    if (!needs[place]?.every((need) => phases[need]?.progress.state === 'done')) continue;
    if (limits.only !== undefined && limits.only.get(phase.id) !== record.attempts.length + 1) continue;
    const rung =
      limits.only === undefined
        ? withoutRefused(nextRung(record, limits), record, limits)
        : broughtRung(record, limits);
    if (rung === undefined) continue;
    if (rung.rung === 'decide')
      decisions.push({ do: 'decide', phase: phase.id, reason: rung.reason, decision: rung.decision });
    else if (limits.quota?.held.has(limits.quota.accountOf(rung.executor))) isHeldBack = true;
    else ready.set(place, rung);
  }
  if (limits.quota !== undefined && leaveOneLook(ready, phases, { busy, work, limits, quota: limits.quota }))
    isHeldBack = true;
  const slots = freeSlots(phases, busy, limits);
  const free = slots.total();
  // A phase that is about to fail may be the one that stops new starts.
  const isInDoubt = limits.onFailure !== 'continue' && (decisions.length > 0 || limits.asking.size > 0);
  const isFull = free === 0 || ready.size === 0 || isInDoubt;
  const queue = { ready: ready.keys(), running: busy, free };
  const chosen: readonly Chosen[] = isFull
    ? []
    : limits.places === undefined
      ? chooseNext(work, queue).map((place) => ({ place, at: undefined }))
      : fillSlots(work, queue, (place) => slots.take((phases[place] as PhaseRecord).phase));
  const begun = chosen.map(({ place, at }): SchedulingAction => {
    const { phase, attempts } = phases[place] as PhaseRecord;
    const next = ready.get(place) as Exclude<Rung, { rung: 'decide' }>;
    const where = at === undefined ? {} : { place: at };
    return { do: 'start', phase: phase.id, attempt: attempts.length + 1, ...where, ...next };
  });
  return { actions: [...decisions, ...begun], isHeldBack };
}

/** Work carried out elsewhere is judged, however many tries there were here. */
function broughtRung({ attempts }: PhaseRecord, { executor }: LadderOptions): Rung {
  return { rung: attempts.length === 0 ? 'first' : 'retry', executor, why: 'it was brought' };
}

/**
 * Keeps, of the phases on an account in doubt, only the first that could start, or none if an attempt on it is under way.
 *
 * @returns whether any was removed
 */
function leaveOneLook(
  ready: Map<number, Exclude<Rung, { rung: 'decide' }>>,
  phases: readonly PhaseRecord[],
  { busy, work, quota, limits }: Looking,
): boolean {
  let isTaken = false;
  for (const [account, since] of quota.doubted) {
    const places = [...ready].flatMap(([place, { executor }]) =>
      quota.accountOf(executor) === account ? [place] : [],
    );
    const isLooking = [...busy].some((place) => {
      const record = phases[place] as PhaseRecord;
      const attempt = currentAttempt(record);
      if (attempt !== undefined) return attempt.account === account && attempt.seq > since;
      const rung = nextRung(record, limits);
      return rung.rung !== 'decide' && quota.accountOf(rung.executor) === account;
    });
    const [first] = isLooking ? [] : chooseNext(work, { ready: places, running: busy, free: 1 });
    for (const place of places) {
      if (place === first) continue;
      ready.delete(place);
      isTaken = true;
    }
  }
  return isTaken;
}

type Looking = {
  readonly busy: ReadonlySet<number>;
  readonly work: Arrangement['work'];
  readonly quota: Quota;
  readonly limits: LadderOptions;
};

/**
 * Returns the rung, or the fallback in place of a first try whose executor's key was refused; `undefined` if there is no usable
 * fallback.
 */
function withoutRefused(
  rung: Rung,
  { phase }: PhaseRecord,
  { refused, fallback: common }: SchedulingLimits,
): Rung | undefined {
  if (rung.rung !== 'first' || !refused?.has(rung.executor)) return rung;
  const fallback = phase.fallback ?? common;
  if (fallback === undefined || refused.has(fallback)) return undefined;
  return {
    rung: 'fallback',
    executor: fallback,
    why: `the key or login of ${rung.executor} was refused before`,
  };
}

/** Returns the first stage with a phase that is neither done nor given up. */
function lowestOpenStage(phases: readonly PhaseRecord[]): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const { phase, progress } of phases) {
    const isOver = progress.state === 'done' || progress.state === 'failed' || progress.state === 'blocked';
    if (!isOver) lowest = Math.min(lowest, phase.stage);
  }
  return lowest;
}
