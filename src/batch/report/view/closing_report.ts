import type { BatchEvent } from '../../generated/batch.event.ts';
import type { AttemptRecord, PhaseRecord } from '../../store/batch_state.ts';
import { type TokensTold, tokensOf, tokensUsed } from '../../store/state/index.ts';
import {
  type BatchStatusName,
  type Check,
  checkInWords,
  checksOf,
  filesChanged,
  isFlaky,
  leftRunning,
  provesLittle,
} from '../status/index.ts';
import type { BatchView } from './batch_view.ts';
import { type BatchUse, countsInWords, elapsedMs, statusNameOf, usedSoFar } from './summary.ts';
import { decisiveLog } from './which_log.ts';

/**
 * The outcome of a run of a batch: the finished work and how far it is proven, the failures and their reasons, and the possible
 * next steps.
 */
export type ClosingReport = {
  readonly batch: number;
  readonly title: string;
  readonly standing: BatchStatusName;
  readonly done: readonly DonePhase[];
  readonly failed: readonly FailedPhase[];
  readonly blocked: readonly BlockedPhase[];
  /** Processes that could not be ended, a sentence for each. */
  readonly stillRunning: readonly (NamedPhase & { readonly what: string })[];
  readonly next: readonly NextStep[];
  /** The number of phases in each state, as part of a sentence. */
  readonly counts: string;
  /** Total running time of the batch. */
  readonly elapsedMs: number;
  readonly used: BatchUse;
};

/** A phase as people know it. */
export type NamedPhase = { readonly prp: string; readonly title: string };

/** A phase that is merged. */
export type DonePhase = NamedPhase &
  AttemptFacts & {
    readonly attempts: number;
    readonly files: number;
    /** The commit that merged it. */
    readonly commit: string;
    /** Checks that do not prove that the work is right, in their order. */
    readonly unproven: readonly UnprovenCheck[];
  };

/** A green check that proves little, and why; or a gate that a person has to judge. */
export type UnprovenCheck =
  | { readonly kind: 'doubtful'; readonly check: string; readonly why: string }
  | { readonly kind: 'to-judge'; readonly gate: string };

/** A phase without attempts left. */
export type FailedPhase = NamedPhase &
  AttemptFacts & {
    readonly reason: string;
    readonly red: readonly { readonly check: string; readonly isFlaky: boolean }[];
    /** The log that shows the reason, as a person would write its path; `undefined` where there is none. */
    readonly log: string | undefined;
  };

/** A phase that cannot start, because another one failed. */
export type BlockedPhase = NamedPhase & {
  /** The PRP number of the phase that failed. */
  readonly by: string;
};

/** The usage of a phase's attempts, and the access they were refused. */
export type AttemptFacts = {
  readonly tokens: { readonly total: number; readonly sources: readonly string[] } | undefined;
  /** The denied permission requests of the latest attempt that had any. */
  readonly denied: { readonly count: number; readonly first: readonly string[] };
  /** The hosts that the sandbox refused, in the latest attempt that asked for any. */
  readonly refused: readonly Pick<Refusal, 'by' | 'host' | 'remedy'>[];
};

type Refusal = Extract<BatchEvent, { event: 'network-refused' }>;

/** An action open to a person after a run of a batch. */
export type NextStep = 'decide' | 'run' | 'merge';

/** Reports on a batch from its journal; `now` is the wall clock, in milliseconds since 1970 UTC. */
export function closingReport(view: BatchView, now: number): ClosingReport {
  const { phases } = view.state;
  return {
    batch: view.manifest.batch,
    title: view.manifest.title,
    standing: statusNameOf(view),
    done: phases.flatMap(donePhase),
    failed: phases.flatMap((record) => failedPhase(view, record)),
    blocked: phases.flatMap((record) => blockedPhase(view, record)),
    stillRunning: phases.flatMap((record) =>
      leftRunning(record).map((what) => ({ ...nameOf(record), what })),
    ),
    next: nextSteps(view),
    counts: countsInWords(view),
    elapsedMs: elapsedMs(view, now),
    used: usedSoFar(view),
  };
}

function nameOf({ phase: { prp, title } }: PhaseRecord): NamedPhase {
  return { prp, title };
}

function donePhase(record: PhaseRecord): DonePhase[] {
  const { progress, attempts } = record;
  if (progress.state !== 'done') return [];
  return [
    {
      ...nameOf(record),
      ...attemptFacts(attempts),
      attempts: attempts.length,
      files: filesChanged(record).length,
      commit: progress.mergedAs,
      unproven: checksOf(record).flatMap(unprovenCheck),
    },
  ];
}

function unprovenCheck(check: Check): UnprovenCheck[] {
  if (isForPerson(check)) return [{ kind: 'to-judge', gate: check.text }];
  const why = provesLittle(check);
  return why === undefined ? [] : [{ kind: 'doubtful', check: checkInWords(check), why }];
}

function isForPerson({ gate, command, result }: Check): boolean {
  return gate !== null && command === null && result === 'not-run';
}

function failedPhase({ folder, hasLog }: BatchView, record: PhaseRecord): FailedPhase[] {
  const { progress, attempts } = record;
  if (progress.state !== 'failed') return [];
  // For the program's own checks, the name is the reason.
  const reds = checksOf(record).filter(({ gate, result }) => gate !== null && result === 'red');
  const log = decisiveLog(record);
  return [
    {
      ...nameOf(record),
      ...attemptFacts(attempts),
      reason: progress.reason,
      red: reds.map((check) => ({ check: checkInWords(check), isFlaky: isFlaky(check) })),
      log: log === undefined || hasLog?.(log) === false ? undefined : `${folder}/${log}`,
    },
  ];
}

function blockedPhase({ state }: BatchView, record: PhaseRecord): BlockedPhase[] {
  const { progress } = record;
  if (progress.state !== 'blocked') return [];
  const by = state.phases.find((other) => other.phase.id === progress.by)?.phase.prp ?? progress.by;
  return [{ ...nameOf(record), by }];
}

function attemptFacts(attempts: readonly AttemptRecord[]): AttemptFacts {
  const { refused = [] } = attempts.findLast((attempt) => attempt.refused !== undefined) ?? {};
  const total = tokensUsed(attempts);
  const counted: TokensTold[] = attempts.flatMap((attempt) => tokensOf(attempt) ?? []);
  return {
    tokens:
      total === undefined ? undefined : { total, sources: [...new Set(counted.map(({ source }) => source))] },
    denied: attempts.findLast(({ ended }) => ended?.agent?.denied)?.ended?.agent?.denied ?? NONE_DENIED,
    refused: refused.map(({ by, host, remedy }) => ({ by, host, remedy })),
  };
}

const NONE_DENIED: AttemptFacts['denied'] = { count: 0, first: [] };

function nextSteps(view: BatchView): NextStep[] {
  const { phases, base, head, origins } = view.state;
  const hasFailed = phases.some(({ progress }) => progress.state === 'failed');
  const canGoOn = statusNameOf(view) === 'stopped' || statusNameOf(view) === 'generated';
  const hasWork = head !== undefined && head !== (origins.at(-1) ?? base) && !worksInPlace(view);
  return [
    ...(hasFailed ? (['decide'] as const) : []),
    ...(canGoOn ? (['run'] as const) : []),
    ...(hasWork ? (['merge'] as const) : []),
  ];
}

/** Whether the work is in the project's own files, so that no branch has to be merged. */
function worksInPlace({ state }: BatchView): boolean {
  const worktrees = state.phases.flatMap(({ attempts }) => attempts.map(({ worktree }) => worktree));
  return worktrees.length > 0 && worktrees.every((path) => !path.includes('/.orchestrator/worktrees/'));
}
