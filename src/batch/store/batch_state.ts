import type { BatchEvent, ProcessIdentity, RunOptionsRecord } from '../generated/batch.event.ts';
import type { ManifestPhase } from '../generated/batch.ts';

/** Extra findings about a gate's result, in addition to green or red. */
export type CheckFlag = Extract<BatchEvent, { event: 'gate-ended' }>['flags'][number];

/** The state of a batch according to its journal; derived only by folding the events over the manifest. */
export type BatchState = {
  readonly batch: number;
  /** The commit that the batch's head began at; `undefined` before the first run. */
  readonly base: string | undefined;
  /**
   * The commit the batch's head must be at: the journal is written before the head moves, and a resume makes the head match it.
   */
  readonly head: string | undefined;
  /** The commits of the user's branch that the batch has taken over since, the newest last. */
  readonly origins: readonly string[];
  /** The run that has not recorded its end; its process may be dead. */
  readonly run:
    | { readonly id: string; readonly owner: ProcessIdentity; readonly options: RunOptionsRecord }
    | undefined;
  /** Outcome of the last run that ended. */
  readonly outcome: RunOutcome | undefined;
  /** Why the last run was stopped early, if it recorded a reason; for people. */
  readonly stoppedBy?: string | undefined;
  /** Where the whole batch is being carried out while it is not here. */
  readonly away?: Away | undefined;
  /** Earlier handovers of the batch; leftovers may remain at those places. */
  readonly returned?: readonly Pick<Away, 'place' | 'token'>[];
  /** In the order of the manifest. */
  readonly phases: readonly PhaseRecord[];
  /** Results of gates on trees before a change, by tree and command. */
  readonly baselines: ReadonlyMap<string, 'green' | 'red'>;
  /** The accounts that have reached a limit of use, by name. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** For people only; no decision depends on it. */
  readonly times: RunTimes;
  /** The number of the last event. */
  readonly seq: number;
};

/** A handover of the whole batch to a place, and its identifiers there. */
export type Away = {
  readonly token: string;
  readonly place: string;
  /** The commit that was sent. */
  readonly commit: string;
  /** The head its phases continue from. */
  readonly head: string;
  /** The digest of the part that was handed over. */
  readonly manifest: string;
  /** The cluster's job for it. */
  readonly job: string | undefined;
  /** By the wall clock, for people. */
  readonly since: string;
};

/** A limit of use that an account has reached. */
export type Hold = {
  /** The executor that reported the limit, and the command it was started with. */
  readonly executor: string;
  readonly argv: readonly string[] | undefined;
  /** Those of its run that share the account. */
  readonly executors: readonly string[];
  /** When it may continue, ISO 8601: the time the provider gave, or the time of the next probe. */
  readonly until: string;
  readonly isTold: boolean;
  /** Number of earlier probes that failed. */
  readonly looks: number;
  readonly why: string;
  /** The number of the event. */
  readonly seq: number;
};

/** When a batch was run, by the wall clock. */
export type RunTimes = {
  /** When the run under way, or else the last one, started; `undefined` before the first. */
  readonly since: string | undefined;
  /** Time of the last event of that run. */
  readonly last: string | undefined;
  /** Total duration of the earlier runs, in milliseconds. */
  readonly beforeMs: number;
};

/** Outcome of a run: everything done; some; none; or ended before it was over. */
export type RunOutcome = 'done' | 'partial' | 'failed' | 'stopped';

/** The journal's record of one phase. */
export type PhaseRecord = {
  readonly phase: ManifestPhase;
  readonly progress: PhaseProgress;
  /** In the order of their numbers. */
  readonly attempts: readonly AttemptRecord[];
  /** Number of attempts made before a person last reopened the phase; the ladder starts again after them. */
  readonly forgiven: number;
  /** A person's latest answer about the phase, and the number of that event. */
  readonly answer?: { readonly text: string; readonly seq: number } | undefined;
  /** The question about the phase that the current run is asking a person. */
  readonly asked?: { readonly reason: string; readonly decision: string } | undefined;
};

/**
 * The progress of a phase.
 *
 * ```
 *            start          the executor ends       every check green        the head moved
 *  waiting ────────► running ────────────► gating ─────────────► merging ────────────► done
 *     ▲                 │                     │ red                 │ conflict, or red    │ undo
 *     │                 ▼                     ▼                     ▼                     │
 *     ├───────────── the ladder: again, the fallback, or ──► failed                       │
 *     └───────────────────────────────────────────────────────┴── retry ──────────────────┘
 * ```
 *
 * A phase whose dependency is failed or blocked is `blocked`; that follows from the others and is never recorded.
 */
export type PhaseProgress =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly attempt: number }
  | { readonly state: 'gating'; readonly attempt: number }
  | { readonly state: 'merging'; readonly attempt: number }
  | { readonly state: 'done'; readonly attempt: number; readonly mergedAs: string }
  | { readonly state: 'failed'; readonly reason: string; readonly decision: string | undefined }
  | { readonly state: 'blocked'; readonly by: string };

/** The journal's record of one attempt at a phase. */
export type AttemptRecord = {
  readonly number: number;
  /** The number of its first event. */
  readonly seq: number;
  /** By the wall clock, for people. */
  readonly startedAt: string;
  readonly executor: string;
  /** The account whose limits of use apply to it. */
  readonly account: string;
  /** Its rung on the ladder and the known issues whose fix is in its prompt; absent for a first attempt. */
  readonly rung?: Extract<BatchEvent, { event: 'attempt-started' }>['rung'];
  readonly fixes?: readonly string[] | undefined;
  /** The session of an earlier attempt that its agent continues. */
  readonly resumes: Extract<BatchEvent, { event: 'attempt-started' }>['resumes'];
  /** The command line that was started; empty in journals that do not record it. */
  readonly argv: readonly string[];
  /** The protocol this program used to talk to it, if any. */
  readonly protocol?: 'acp' | undefined;
  /** The sandbox it ran in; absent in journals that do not record it. */
  readonly sandbox: Extract<BatchEvent, { event: 'attempt-started' }>['sandbox'];
  /** Its network access; absent where this machine cannot tell. */
  readonly network?: 'host' | 'needed' | 'none' | undefined;
  /** The hosts it could reach, if access was limited to the hosts it needs. */
  readonly hosts?: readonly string[] | undefined;
  /** Network requests by its commands that were refused. */
  readonly refused?: readonly Extract<BatchEvent, { event: 'network-refused' }>[] | undefined;
  readonly worktree: string;
  /** The placement its executor works at; absent where that is here. */
  readonly place?: string | undefined;
  /** The cluster's job for it. */
  readonly job?: string | undefined;
  /** Its origin, if it was carried out elsewhere and imported here. */
  readonly imported?: Extract<BatchEvent, { event: 'attempt-started' }>['imported'];
  /** The kind of its worktree, if it is not a working tree of the user's repository. */
  readonly isolation?: 'clone' | undefined;
  readonly base: string;
  readonly token: string;
  readonly process: ProcessIdentity | undefined;
  readonly ended: Extract<BatchEvent, { event: 'attempt-ended' }> | undefined;
  readonly pinned: Extract<BatchEvent, { event: 'attempt-pinned' }> | undefined;
  readonly claimed: Extract<BatchEvent, { event: 'claimed' }> | undefined;
  readonly gates: readonly Extract<BatchEvent, { event: 'gate-ended' }>[];
  /** The merge that was proven, whether or not the head has moved. */
  readonly mergeReady: Extract<BatchEvent, { event: 'merge-ready' }> | undefined;
  readonly failed: Extract<BatchEvent, { event: 'attempt-failed' }> | undefined;
};

/** An event before the journal assigns its number and time and, for a run, the format of the events after it. */
export type NewEvent = BatchEvent extends infer Event
  ? Event extends BatchEvent
    ? Omit<Event, 'seq' | 'at' | 'schema'>
    : never
  : never;
