import type { Problem } from '../diagnostics/index.ts';
import type { ChangeProbe, Environment } from '../platform/index.ts';
import type { ExecutorDoubtCode } from './executors/agents/doubt_code.ts';
import type { AgentSaid, KnownAgent } from './executors/agents/index.ts';
import type { AgentRecord, BatchEvent, ProcessIdentity, RunOptionsRecord } from './generated/batch.event.ts';
import type { BatchManifest, ManifestGate, ManifestPhase } from './generated/batch.ts';
import type { PlacedJob } from './placements/index.ts';
import type { ConfinedCommand, SandboxKind, StartedCommand } from './sandbox/index.ts';

export type {
  AgentRecord,
  BatchEvent,
  BatchManifest,
  ManifestGate,
  ManifestPhase,
  ProcessIdentity,
  RunOptionsRecord,
};

/** What is to be known of how a gate came out, beside green and red. */
export type CheckFlag = Extract<BatchEvent, { event: 'gate-ended' }>['flags'][number];

/** A batch as its journal tells it; made by folding the events over the manifest, and by nothing else. */
export type BatchState = {
  readonly batch: number;
  /** The commit that the batch's head began at; `undefined` before the first run. */
  readonly base: string | undefined;
  /** Where the batch's head has to be: what the journal says before the head moves holds, and a resume makes it true. */
  readonly head: string | undefined;
  /** The commits of the user's branch that the batch has taken over since, the newest last. */
  readonly origins: readonly string[];
  /** The run that has not said that it ended; it may be dead. */
  readonly run:
    | { readonly id: string; readonly owner: ProcessIdentity; readonly options: RunOptionsRecord }
    | undefined;
  /** How the last run that ended came out. */
  readonly outcome: RunOutcome | undefined;
  /** Why the last run was stopped before its end, where it said so; for people. */
  readonly stoppedBy?: string | undefined;
  /** Where the whole of it is carried out, while it is not here. */
  readonly away?: Away | undefined;
  /** Where it was before, each time that it was handed over: something of it may have stayed there. */
  readonly returned?: readonly Pick<Away, 'place' | 'token'>[];
  /** In the order of the manifest. */
  readonly phases: readonly PhaseRecord[];
  /** Results of gates on trees before a change, by tree and command. */
  readonly baselines: ReadonlyMap<string, 'green' | 'red'>;
  /** The accounts that have reached a limit of use, by name. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** For people; nothing is decided by it. */
  readonly times: RunTimes;
  /** The number of the last event. */
  readonly seq: number;
};

/** That a batch was handed over to a place, whole, and what it is known by there. */
export type Away = {
  readonly token: string;
  readonly place: string;
  /** What was sent. */
  readonly commit: string;
  /** Where its phases go on from. */
  readonly head: string;
  /** The digest of the part that was handed over. */
  readonly manifest: string;
  /** The job that a cluster made of it. */
  readonly job: string | undefined;
  /** By the wall clock, for people. */
  readonly since: string;
};

/** That an account has reached a limit of use. */
export type Hold = {
  /** The executor that was told so, and what it was started as. */
  readonly executor: string;
  readonly argv: readonly string[] | undefined;
  /** Those of its run that share the account. */
  readonly executors: readonly string[];
  /** When it may go on, ISO 8601; by its own word, or when it is looked next. */
  readonly until: string;
  readonly isTold: boolean;
  /** How often it was looked before, in vain. */
  readonly looks: number;
  readonly why: string;
  /** The number of the event. */
  readonly seq: number;
};

/** When a batch was run, by the wall clock. */
export type RunTimes = {
  /** When the run under way, or else the last one, started; `undefined` before the first. */
  readonly since: string | undefined;
  /** When the last event of that run was told. */
  readonly last: string | undefined;
  /** How long the runs before that one took, in milliseconds. */
  readonly beforeMs: number;
};

/** How a run came out: everything done; some; none; or ended before it was over. */
export type RunOutcome = 'done' | 'partial' | 'failed' | 'stopped';

/** What the journal tells of one phase. */
export type PhaseRecord = {
  readonly phase: ManifestPhase;
  readonly progress: PhaseProgress;
  /** In the order of their numbers. */
  readonly attempts: readonly AttemptRecord[];
  /** How many of the attempts were made before a person last reopened the phase; the ladder begins anew behind them. */
  readonly forgiven: number;
  /** What a person said of it last, and the number of that event. */
  readonly answer?: { readonly text: string; readonly seq: number } | undefined;
  /** What a person is just being asked about it, by the run that is under way. */
  readonly asked?: { readonly reason: string; readonly decision: string } | undefined;
};

/**
 * Where a phase stands.
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

/** What the journal tells of one try at a phase. */
export type AttemptRecord = {
  readonly number: number;
  /** The number of the event that it began with. */
  readonly seq: number;
  /** By the wall clock, for people. */
  readonly startedAt: string;
  readonly executor: string;
  /** Whose limits of use count for it. */
  readonly account: string;
  /** The rung of the ladder that it is, and the known issues whose fix it is told; nothing for a first attempt. */
  readonly rung?: Extract<BatchEvent, { event: 'attempt-started' }>['rung'];
  readonly fixes?: readonly string[] | undefined;
  /** The session of an attempt before, in which its agent goes on. */
  readonly resumes: Extract<BatchEvent, { event: 'attempt-started' }>['resumes'];
  /** What was started; none in journals that do not say. */
  readonly argv: readonly string[];
  /** What this program talked with it in, where it did. */
  readonly protocol?: 'acp' | undefined;
  /** What it ran in; none in journals that do not say. */
  readonly sandbox: SandboxKind | undefined;
  /** What of the network it had; none where nobody here can say. */
  readonly network?: 'host' | 'needed' | 'none' | undefined;
  /** What it could reach, where that was what it needs. */
  readonly hosts?: readonly string[] | undefined;
  /** What its commands asked for of the network and were kept from. */
  readonly refused?: readonly Extract<BatchEvent, { event: 'network-refused' }>[] | undefined;
  readonly worktree: string;
  /** The placement that its executor works at; none where that is here. */
  readonly place?: string | undefined;
  /** The job that a cluster made of it. */
  readonly job?: string | undefined;
  /** How it is known elsewhere, where it was carried out there and brought here. */
  readonly imported?: Extract<BatchEvent, { event: 'attempt-started' }>['imported'];
  /** What that is, where it is no working tree of the user's repository. */
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

/** An event before the journal gives it its number and its time, and a run the form of what follows. */
export type NewEvent = BatchEvent extends infer Event
  ? Event extends BatchEvent
    ? Omit<Event, 'seq' | 'at' | 'schema'>
    : never
  : never;

/** What carries out an attempt: one file each, in a registry by name. */
export type Executor = {
  readonly name: string;
  /** What will run, for the person to approve; `null` where no command runs. `{prp}` stands for the prompt's file. */
  readonly argv: readonly string[] | null;
  /** What this program talks with it in, where it does. */
  readonly protocol?: 'acp';
  /** The names of the user's environment that it may see, beyond those that every executor sees. Sorted. */
  readonly env: readonly string[];
  /** Variables that get the value of another of the user's, by their own name. */
  readonly copies: Readonly<Record<string, string>>;
  /** Variables that it is started with, by their values, which are told to nobody. */
  readonly sets?: Readonly<Record<string, string>>;
  /** The hosts that its agent is known to need, beside the addresses in its command and in the variables that it sees. */
  readonly reaches?: readonly string[];
  /** What a person should know before it starts; an error is why it could not work at all. */
  readonly doubts: readonly Problem<ExecutorDoubtCode>[];
  /** The words by which it goes on in a session of its own, `{session}` standing for that; without it, it can't. */
  readonly resume?: readonly string[];
  /** Whose limits of use count for it, where a person says so. */
  readonly account?: string;
  /** What a person who is asked to approve it should know of what it does, in one line. */
  readonly note?: string;
  /** What an approval of it is tied to beyond its command and the variables that it sees. */
  readonly terms?: readonly string[];
  /**
   * Works on a job until it is over, or until the signal aborts, which ends everything that it started. Never rejects.
   *
   * @param tell - hears what happens meanwhile
   */
  readonly work: (job: Job, signal: AbortSignal, tell: (news: JobNews) => void) => Promise<JobEnd>;
};

/** One attempt's work. Every path is absolute. */
export type Job = {
  readonly batch: number;
  readonly phase: ManifestPhase;
  readonly attempt: number;
  /** The working directory of the executor. */
  readonly worktree: string;
  /** The prompt with the evidence of earlier attempts. */
  readonly promptFile: string;
  /** Inside the worktree, where a sandboxed agent can write; left out of diff and scope. */
  readonly resultFile: string;
  readonly heartbeatFile: string;
  /** Standard output and standard error of the executor go here, as they come. */
  readonly logFile: string;
  /** The supervisor's own sign of life, for whoever looks from another process; gone when the job is over. */
  readonly beatFile: string;
  /** Nobody else's: what is started bears it, and what claims to come from this attempt has to name it. */
  readonly token: string;
  /** The user's whole environment, of which an executor hands on what it names. */
  readonly env: Environment;
  /** The session of its own that the agent goes on in. */
  readonly session?: string;
  /** Tells whether a file of the worktree changed. */
  readonly changes: ChangeProbe;
  readonly limits: Limits;
  /** Whether something has come in for it over the network since that was last asked, where this program sees that. */
  readonly cameIn?: () => boolean;
  /** Puts its command into the sandbox of the run; without it there is none. */
  readonly confine?: (command: ConfinedCommand) => Promise<StartedCommand>;
  /** Has its command run elsewhere; without it, it runs here. */
  readonly placed?: PlacedJob;
  /** Ends it without a grace: a person who was asked to wait does not want to. */
  readonly force?: AbortSignal;
  /** A person who can be asked to allow what an agent wants and no rule allows; without one, nobody is asked. */
  readonly person?: AskedPerson;
  /** Makes the changes of a patch in the worktree, all or none; says why not, if not. */
  readonly apply?: (patch: Buffer) => Promise<string | undefined>;
};

/** Something that an agent asks to be allowed, in its own words, and why no rule allows it. */
export type PermissionWish = { readonly what: string; readonly why: string };

/** A person who is asked what an agent may do, and is not waited for without end. */
export type AskedPerson = {
  /**
   * @param ended - aborts when the answer is of no use any more
   * @returns `undefined` where nobody answers
   */
  readonly ask: (wish: PermissionWish, ended: AbortSignal) => Promise<boolean | undefined>;
  /** From the agent's question on, in milliseconds; then it is denied. */
  readonly withinMs: number;
};

/**
 * Asks a person to allow what an agent of a phase wants and no rule allows.
 *
 * @param ended - aborts when the answer is of no use any more
 * @returns `undefined` where nobody answers
 */
export type AskPermission = (
  question: PermissionWish & { readonly phase: string; readonly withinMs: number },
  ended: AbortSignal,
) => Promise<boolean | undefined>;

/** When an attempt is ended, in milliseconds of monotonic time. */
export type Limits = {
  /** Without output or a changed file. */
  readonly idleMs: number;
  /** Asked to end (SIGTERM to its group), then ended after a grace. */
  readonly softMs: number;
  readonly hardMs: number;
  /** For an executor that writes a heartbeat, from its first beat on. */
  readonly heartbeatMs: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** The most that is kept of what it prints. In bytes, not in time. */
  readonly logBytes: number;
};

/** What a job tells while it goes on. */
export type JobNews =
  | { readonly kind: 'process'; readonly process: ProcessIdentity }
  | { readonly kind: 'activity' }
  /** A cluster made a job of it, and calls it that. */
  | { readonly kind: 'queued'; readonly job: string }
  /** Its endpoint has answered it: by its own output, it works. Told once. */
  | { readonly kind: 'works' }
  /** What an agent says that it does just now, or why it waits; untrusted. */
  | { readonly kind: 'doing'; readonly doing: string | undefined; readonly waits: string | undefined };

/** How an executor's work ended, which says nothing yet of what it is worth. */
export type JobEnd = {
  readonly how: Extract<BatchEvent, { event: 'attempt-ended' }>['how'];
  readonly code: number | null;
  readonly signal: string | null;
  readonly seconds: number;
  /** Processes that could not be ended, which is the kernel's doing; 0 unless something is very wrong. */
  readonly left: number;
  /** Why it did not start, or why it was ended, in a sentence for a person and for the next attempt. */
  readonly why?: string;
  /** What the agent said in its output, where that can be read. */
  readonly said?: AgentSaid;
  /** Which agent that was, where the executor's command does not tell. */
  readonly agent?: KnownAgent;
};
