import { causeInWords } from '../../scheduling/index.ts';
import type { Hold, PhaseRecord } from '../../store/batch_state.ts';
import { currentAttempt } from '../../store/state/index.ts';
import { checkInWords, checksOf, filesChanged } from '../status/index.ts';
import { attemptsAllowed, type BatchView } from './batch_view.ts';

/** The state of a phase, with the facts that explain it. */
export type PhaseNow =
  | { readonly kind: 'asks'; readonly reason: string }
  | ({ readonly kind: 'held'; readonly executor: string } & HeldAccount)
  | { readonly kind: 'to-retry'; readonly attempt: number; readonly cause: string }
  /** @property needs - the PRP numbers of the phases that have to be done first; empty where it can start */
  | { readonly kind: 'waiting'; readonly needs: readonly string[] }
  | AttemptNow
  | {
      readonly kind: 'done';
      readonly commit: string;
      readonly files: number;
      readonly attempts: number;
    }
  /** @property red - the red gates that the reason does not name */
  | { readonly kind: 'failed'; readonly reason: string; readonly red: readonly string[] }
  /** @property by - the PRP number of the phase that failed */
  | { readonly kind: 'blocked'; readonly by: string };

/** An attempt that is under way, or that a run left behind. */
export type AttemptNow = {
  readonly kind: 'under-way';
  readonly attempt: number;
  /** The number of attempts allowed; `undefined` where it is unknown. */
  readonly allowed: number | undefined;
  readonly executor: string;
  readonly place: string | undefined;
  /** Whether a process runs the batch. */
  readonly isHeld: boolean;
  /** Since its start, in milliseconds; `undefined` where the journal has no readable start. */
  readonly elapsedMs: number | undefined;
  /** Since its last sign of life, in milliseconds; `undefined` where it is unknown. */
  readonly idleMs: number | undefined;
  /** Its activity by its agent's own account. */
  readonly doing: string | undefined;
  /** The reason why its agent waits. */
  readonly waits: string | undefined;
};

/** An account that has reached a usage limit. */
export type HeldAccount = Pick<Hold, 'executors' | 'until' | 'isTold' | 'why'> & { readonly account: string };

/** The state of a phase at a moment, in milliseconds since 1970 UTC. */
export function phaseNow(view: BatchView, record: PhaseRecord, now: number): PhaseNow {
  const { progress, attempts } = record;
  switch (progress.state) {
    case 'waiting':
      return waitingPhase(view, record, now);
    case 'running':
    case 'gating':
    case 'merging':
      return attemptNow(view, record, now);
    case 'done':
      return {
        kind: 'done',
        commit: progress.mergedAs,
        files: filesChanged(record).length,
        attempts: attempts.length,
      };
    case 'failed': {
      const { reason } = progress;
      const reds = checksOf(record).filter(({ gate, result }) => gate !== null && result === 'red');
      return {
        kind: 'failed',
        reason,
        red: reds.map(checkInWords).filter((words) => !reason.includes(words)),
      };
    }
    case 'blocked': {
      const by = view.state.phases.find((other) => other.phase.id === progress.by);
      return { kind: 'blocked', by: by?.phase.prp ?? progress.by };
    }
  }
}

/** A phase that is being worked on. */
export type ActivePhase = AttemptNow & {
  readonly prp: string;
  readonly title: string;
  readonly state: 'running' | 'gating' | 'merging';
};

/** The phases that are being worked on, the longest first; those whose start is unknown come last. */
export function activePhases(view: BatchView, now: number): ActivePhase[] {
  const active = view.state.phases.flatMap((record): ActivePhase[] => {
    const { state } = record.progress;
    if (state !== 'running' && state !== 'gating' && state !== 'merging') return [];
    if (currentAttempt(record) === undefined) return [];
    const { prp, title } = record.phase;
    return [{ ...attemptNow(view, record, now), prp, title, state }];
  });
  return active.sort((a, b) => (b.elapsedMs ?? -1) - (a.elapsedMs ?? -1));
}

/** The accounts on hold at a moment, in milliseconds since 1970 UTC. */
export function heldAccounts({ state }: Pick<BatchView, 'state'>, now: number): HeldAccount[] {
  const open = [...state.holds].filter(([, { until }]) => Date.parse(until) > now);
  return open.map(([account, { executors, until, isTold, why }]) => ({
    account,
    executors,
    until,
    isTold,
    why,
  }));
}

function waitingPhase(view: BatchView, record: PhaseRecord, now: number): PhaseNow {
  const { phase, attempts, asked } = record;
  if (asked !== undefined && view.isHeld) return { kind: 'asks', reason: asked.reason };
  const held = heldFor(view, record, now);
  if (held !== undefined) return held;
  const last = attempts.at(-1);
  if (last?.failed) return { kind: 'to-retry', attempt: last.number, cause: causeInWords(last) };
  const needs = phase.dependencies.flatMap((id) => {
    const need = view.state.phases.find((other) => other.phase.id === id);
    return need === undefined || need.progress.state === 'done' ? [] : [need.phase.prp];
  });
  return { kind: 'waiting', needs };
}

/** The account that holds back a phase which could start otherwise. */
function heldFor(view: BatchView, { phase, attempts }: PhaseRecord, now: number): PhaseNow | undefined {
  const { state, isHeld } = view;
  const executor = attempts.at(-1)?.executor ?? phase.executor ?? state.run?.options.executor ?? '';
  const account = heldAccounts(view, now).find(({ executors }) => executors.includes(executor));
  const isReady = phase.dependencies.every(
    (id) => state.phases.find((other) => other.phase.id === id)?.progress.state === 'done',
  );
  return isHeld && isReady && account !== undefined ? { kind: 'held', executor, ...account } : undefined;
}

function attemptNow(view: BatchView, record: PhaseRecord, now: number): AttemptNow {
  const { phase, progress } = record;
  const attempt = record.attempts.at(-1);
  const number = attempt?.number ?? 0;
  const isRunning = progress.state === 'running';
  const last = isRunning ? view.lastActivity(phase.prp, number) : undefined;
  const elapsedMs = now - Date.parse(attempt?.startedAt ?? '');
  const activity = isRunning ? view.doing?.(phase.prp, number) : undefined;
  return {
    kind: 'under-way',
    attempt: number,
    allowed: attemptsAllowed(view, record),
    executor: attempt?.executor ?? '',
    place: attempt?.place,
    isHeld: view.isHeld,
    elapsedMs: Number.isNaN(elapsedMs) ? undefined : elapsedMs,
    idleMs: last !== undefined && Number.isFinite(last) ? now - last : undefined,
    doing: activity?.doing,
    waits: activity?.waits,
  };
}
