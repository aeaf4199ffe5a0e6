import type { Problem } from '../../diagnostics/index.ts';
import type { ChangeProbe, Environment } from '../../platform/index.ts';
import type { BatchEvent, ProcessIdentity } from '../generated/batch.event.ts';
import type { ManifestPhase } from '../generated/batch.ts';
import type { PlacedJob } from '../remote/placements/index.ts';
import type { ConfinedCommand, StartedCommand } from '../safety/sandbox/index.ts';
import type { ExecutorDoubtCode } from './agents/doubt_code.ts';
import type { AgentSaid, KnownAgent } from './agents/index.ts';

/** A way to carry out an attempt: one file each, in a registry by name. */
export type Executor = {
  readonly name: string;
  /** The command line, for the person to approve; `null` where no command runs. `{prp}` stands for the prompt's file. */
  readonly argv: readonly string[] | null;
  /** The protocol this program uses to talk to it, if any. */
  readonly protocol?: 'acp';
  /** Names of the variables of the user's environment that it may see, beyond those every executor sees. Sorted. */
  readonly env: readonly string[];
  /** Variables that take their value from another of the user's variables, by their own name. */
  readonly copies: Readonly<Record<string, string>>;
  /** Variables it is started with, by value; never shown to anyone. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Hosts its agent is known to need, besides the addresses in its command and in the variables it sees. */
  readonly reaches?: readonly string[];
  /** Warnings for a person before it starts; an error is a reason why it cannot work at all. */
  readonly doubts: readonly Problem<ExecutorDoubtCode>[];
  /** The arguments that make it continue one of its sessions, `{session}` standing for the session; absent if it cannot. */
  readonly resume?: readonly string[];
  /** The account whose limits of use apply to it, if a person configured one. */
  readonly account?: string;
  /** A one-line note for the person asked to approve it. */
  readonly note?: string;
  /** Further terms an approval is tied to, besides the command and the variables it sees. */
  readonly terms?: readonly string[];
  /**
   * Works on a job until it is over or the signal aborts, which ends every process it started. Never rejects.
   *
   * @param emit - called with news of the job
   */
  readonly work: (job: Job, signal: AbortSignal, emit: (news: JobNews) => void) => Promise<JobEnd>;
};

/** The declarations of an executor that starts no program. */
export const STARTS_NOTHING = {
  argv: null,
  env: [],
  copies: {},
  doubts: [],
} as const satisfies Partial<Executor>;

/** One attempt's work. Every path is absolute. */
export type Job = {
  readonly batch: number;
  readonly phase: ManifestPhase;
  readonly attempt: number;
  /** The working directory of the executor. */
  readonly worktree: string;
  /** The prompt with the evidence of earlier attempts. */
  readonly promptFile: string;
  /** Inside the worktree, where a sandboxed agent can write; excluded from the diff and the scope check. */
  readonly resultFile: string;
  readonly heartbeatFile: string;
  /** Receives the executor's standard output and standard error as they arrive. */
  readonly logFile: string;
  /** The supervisor's own heartbeat, for other processes that watch; removed when the job is over. */
  readonly beatFile: string;
  /** Unique to this attempt: every process it starts carries it, and every message from it must name it. */
  readonly token: string;
  /** The user's whole environment; an executor passes on only the variables it names. */
  readonly env: Environment;
  /** The session of its own that the agent continues. */
  readonly session?: string;
  /** Tells whether a file of the worktree changed. */
  readonly changes: ChangeProbe;
  readonly limits: Limits;
  /** Whether data has arrived for it over the network since the last call, where this program can observe that. */
  readonly cameIn?: () => boolean;
  /** Puts its command into the run's sandbox; absent if there is none. */
  readonly confine?: (command: ConfinedCommand) => Promise<StartedCommand>;
  /** Runs its command elsewhere; absent if it runs here. */
  readonly placed?: PlacedJob;
  /** Ends it without a grace period: a person who was asked to wait refused. */
  readonly force?: AbortSignal;
  /** A person who can be asked to permit an action that no rule allows; absent if nobody can be asked. */
  readonly person?: AskedPerson;
  /** Applies a patch to the worktree, all or nothing; returns the reason if it fails. */
  readonly apply?: (patch: Buffer) => Promise<string | undefined>;
};

/** An action an agent requests permission for, in its own words, and why no rule allows it. */
export type PermissionWish = { readonly what: string; readonly why: string };

/** A person who is asked what an agent may do, with a limit on the wait. */
export type AskedPerson = {
  /**
   * @param ended - aborts when the answer is no longer of use
   * @returns `undefined` where nobody answers
   */
  readonly ask: (wish: PermissionWish, ended: AbortSignal) => Promise<boolean | undefined>;
  /** Counted from the agent's question, in milliseconds; after that it is denied. */
  readonly withinMs: number;
};

/**
 * Asks a person to permit an agent's action that no rule allows.
 *
 * @param ended - aborts when the answer is no longer of use
 * @returns `undefined` where nobody answers
 */
export type AskPermission = (
  question: PermissionWish & { readonly phase: string; readonly withinMs: number },
  ended: AbortSignal,
) => Promise<boolean | undefined>;

/** Limits after which an attempt is ended, in milliseconds of monotonic time. */
export type Limits = {
  /** Without output or a changed file. */
  readonly idleMs: number;
  /** Time until it is asked to end (SIGTERM to its group); it is killed after a grace period. */
  readonly softMs: number;
  readonly hardMs: number;
  /** For an executor that writes a heartbeat, from its first beat on. */
  readonly heartbeatMs: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** The most output that is kept. In bytes, not in time. */
  readonly logBytes: number;
};

/** News of a job while it runs. */
export type JobNews =
  | { readonly kind: 'process'; readonly process: ProcessIdentity }
  | { readonly kind: 'activity' }
  /** A cluster created a job for it under this name. */
  | { readonly kind: 'queued'; readonly job: string }
  /** Its endpoint has answered, so its own output shows that it works. Sent once. */
  | { readonly kind: 'works' }
  /** The agent's current activity or reason for waiting, in its own words; untrusted. */
  | { readonly kind: 'doing'; readonly doing: string | undefined; readonly waits: string | undefined };

/** The end of an executor's work; says nothing about the quality of the result. */
export type JobEnd = {
  readonly how: Extract<BatchEvent, { event: 'attempt-ended' }>['how'];
  readonly code: number | null;
  readonly signal: string | null;
  readonly seconds: number;
  /** Number of processes that could not be ended, which is the kernel's fault; 0 unless something is very wrong. */
  readonly left: number;
  /** Why it did not start or was ended, in a sentence for a person and for the next attempt. */
  readonly why?: string;
  /** The agent's statements in its output, if they can be parsed. */
  readonly said?: AgentSaid;
  /** The agent it was, if the executor's command does not show it. */
  readonly agent?: KnownAgent;
};
