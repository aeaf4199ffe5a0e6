import type { Problem, Result } from '../../diagnostics/index.ts';
import type { Clock, Environment, Git } from '../../platform/index.ts';
import type { Recorder } from '../../tape/index.ts';
import type { AskPermission, Executor, Limits } from '../executors/executor.ts';
import type { RunOptionsRecord } from '../generated/batch.event.ts';
import type { Isolation, Repository, Worktree, WorktreeProblemCode } from '../git/worktrees/index.ts';
import type { Placement } from '../remote/placements/index.ts';
import type { Confiner, SandboxMode, SandboxRules, WhoseCommand } from '../safety/sandbox/index.ts';
import type { Arrangement } from '../scheduling/index.ts';
import type { Project, StoredBatch } from '../store/folder/index.ts';
import type { CompanionRule } from '../verify/index.ts';
import type { GateRoom } from './gate_room.ts';
import type { HaltCode } from './halt_code.ts';
import type { Logbook } from './logbook.ts';
import type { Mutex } from './mutex.ts';
import type { RunNoteCode } from './run_note_code.ts';

/** The rules of a run: the options given, and the defaults from the settings. */
export type RunRules = RunOptionsRecord & {
  /** The kind of working folder attempts get. */
  readonly isolate: Isolation;
  /** Executors that reached a limit of use in an earlier run are tried at once. */
  readonly ignoreLimits: boolean;
  /** The number of tokens after which nothing new is started in the batch. */
  readonly budgetTokens: number | undefined;
  /** The same for the cost its agents report, in US dollars. */
  readonly budgetCost: number | undefined;
  /** A retry continues its agent's own session, where possible. */
  readonly resumeSessions: boolean;
  /** The fallback for phases that name none. */
  readonly fallback: string | undefined;
  readonly limits: Limits;
  /** Time until the first probe of an account whose limit has no known end. It doubles each time. */
  readonly probeMs: number;
  /** The longest wait for a person's answer to an agent's request. */
  readonly askMs: number;
  /** The longest wait for a person's decision about a phase that has no try left. */
  readonly decideMs: number;
  /** The longest that one gate may take, in milliseconds. */
  readonly gateMs: number;
  /** The sandbox of attempts and gates, and the hidden paths that are visible in it. */
  readonly sandbox: SandboxMode;
  readonly sandboxImage: string | undefined;
  readonly sandboxRules: SandboxRules;
  /** Where the gates that decide on a merge run. */
  readonly verify: 'local' | 'place';
  /** Work carried out elsewhere that is only judged here: the placement it comes from, and the attempt of each phase. */
  readonly imports?: { readonly place: string; readonly attempts: ReadonlyMap<string, number> } | undefined;
  /** Where phases run that name no placement; empty: here. */
  readonly place: readonly string[];
  /** The preparation of a fresh worktree, in this order: paths of the user's, then a command. */
  readonly links: readonly string[];
  readonly copies: readonly string[];
  readonly setup: string | undefined;
  /** The longest that the setup may take, in milliseconds. */
  readonly setupMs: number;
  /** The undeclared files that may change together with declared ones. */
  readonly companions: readonly CompanionRule[];
};

/** One run of a batch, as shared by all the code that carries it out. */
export type Run = {
  readonly batch: StoredBatch;
  readonly project: Project;
  readonly repository: Repository;
  readonly git: Git;
  readonly rules: RunRules;
  readonly executors: ReadonlyMap<string, Executor>;
  /** Placements where attempts may run besides this machine, by name. */
  readonly placements: ReadonlyMap<string, Placement>;
  /** The sandbox for attempts and gates. */
  readonly confiner: Confiner;
  readonly arrangement: Arrangement;
  readonly logbook: Logbook;
  readonly clock: Clock;
  /** The user's environment; started programs see a chosen part of it. */
  readonly env: Environment;
  /** The exclusive tasks: merging, and finding gate results from before a change. */
  readonly places: KeptWorktrees;
  readonly merging: Mutex;
  /** Where gates run, in parallel or alone. */
  readonly room: GateRoom;
  readonly comparing: Mutex;
  /** Aborts when everything must end: the person asked for it, or the run cannot continue. */
  readonly signal: AbortSignal;
  /** Aborts when the processes being ended get no more time. */
  readonly force: AbortSignal;
  /** Ends the run for a reason other than a request; the first one counts. */
  readonly halt: (...problems: readonly Problem<HaltCode>[]) => void;
  /** Why it cannot continue; empty while it can. */
  readonly problems: () => readonly Problem<HaltCode>[];
  /** Called with remarks that are not events. */
  readonly note: (problem: Problem<RunNoteCode>) => void;
  /** The findings about the repository already reported in this run, so that each is reported once. */
  readonly told: Set<string>;
  /** The tokens of this run's attempts whose agents were seen to work: their endpoints answer. */
  readonly works: ReadonlySet<string>;
  /** Called when the first answer of an attempt's endpoint was seen. */
  readonly onWorks: (token: string) => void;
  /** Called whenever activity was seen in an attempt. */
  readonly onActivity: (phase: string) => void;
  /** Called with an agent's activity or reason for waiting, in its own words. Safe to show. */
  readonly onDoing: (phase: string, now: AgentDoing) => void;
  /** Asks a person to permit an agent's action; absent if nobody is asked. */
  readonly permit?: AskPermission | undefined;
  /** Records the results of attempts; absent if no tape is recorded. */
  readonly recorder?: Recorder | undefined;
  /** Returns a unique name. */
  readonly newToken: () => string;
};

/** An agent's current activity, in its own words. */
export type AgentDoing = { readonly doing: string | undefined; readonly waits: string | undefined };

/** The purposes of the worktrees a run keeps besides those of its attempts. */
export type KeptWorktreeName = 'integration' | 'baseline';

/** The worktrees a run reuses, each by one task at a time. */
export type KeptWorktrees = {
  /** Moves one to a commit and makes it ready. @param token - the token of its user */
  readonly at: (
    run: Run,
    wanted: {
      readonly place: KeptWorktreeName;
      readonly commit: string;
      readonly token: string;
      /** Called with network access its setup was refused. */
      readonly refused: WhoseCommand['refused'];
    },
    signal: AbortSignal,
  ) => Promise<Result<Worktree, WorktreeProblemCode>>;
};
