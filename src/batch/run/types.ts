import type { Problem, Result } from '../../diagnostics/index.ts';
import type { Clock, Environment, Git } from '../../platform/index.ts';
import type { Recorder } from '../../tape/index.ts';
import type { Isolation, Repository, Worktree, WorktreeProblemCode } from '../git/worktrees/index.ts';
import type { Placement } from '../placements/index.ts';
import type { Confiner, SandboxMode, SandboxRules, WhoseCommand } from '../sandbox/index.ts';
import type { Arrangement } from '../scheduling/index.ts';
import type { Project, StoredBatch } from '../store/folder/index.ts';
import type { AskPermission, Executor, Limits, RunOptionsRecord } from '../types.ts';
import type { CompanionRule } from '../verify/index.ts';
import type { GateRoom } from './gate_room.ts';
import type { HaltCode } from './halt_code.ts';
import type { Logbook } from './logbook.ts';
import type { RunNoteCode } from './run_note_code.ts';
import type { Turn } from './turn.ts';

/** How a batch is to be run: what was asked for, and what the settings say otherwise. */
export type RunRules = RunOptionsRecord & {
  /** What attempts are given to work in. */
  readonly isolate: Isolation;
  /** Executors that reached a limit of use in a run before are tried at once. */
  readonly ignoreLimits: boolean;
  /** When the batch has used so many tokens, nothing is started any more. */
  readonly budgetTokens: number | undefined;
  /** Likewise for what its agents say that it has cost, in US dollars. */
  readonly budgetCost: number | undefined;
  /** A retry goes on in its agent's own session, where that can be done. */
  readonly resumeSessions: boolean;
  /** What takes over for phases that name no fallback. */
  readonly fallback: string | undefined;
  readonly limits: Limits;
  /** How long until it is looked first whether an account may go on that did not say when. It doubles each time. */
  readonly probeMs: number;
  /** The longest that a person is asked what an agent may do. */
  readonly askMs: number;
  /** The longest that a person is asked what becomes of a phase that has no try left. */
  readonly decideMs: number;
  /** The longest that one gate may take, in milliseconds. */
  readonly gateMs: number;
  /** What attempts and gates are to run in, and what is shown there of what is hidden. */
  readonly sandbox: SandboxMode;
  readonly sandboxImage: string | undefined;
  readonly sandboxRules: SandboxRules;
  /** Where the gates run whose verdict merges. */
  readonly verify: 'local' | 'place';
  /** What was carried out elsewhere and is only judged: the placement that it comes from, and the attempt of each phase. */
  readonly imports?: { readonly place: string; readonly attempts: ReadonlyMap<string, number> } | undefined;
  /** Where phases run that name no placement; none: here. */
  readonly place: readonly string[];
  /** What makes a fresh worktree ready, in this order: paths of the user's, then a command. */
  readonly links: readonly string[];
  readonly copies: readonly string[];
  readonly setup: string | undefined;
  /** The longest that the setup may take, in milliseconds. */
  readonly setupMs: number;
  /** Which undeclared files may change beside declared ones. */
  readonly companions: readonly CompanionRule[];
};

/** One run of a batch, as everything that carries it out sees it. */
export type Run = {
  readonly batch: StoredBatch;
  readonly project: Project;
  readonly repository: Repository;
  readonly git: Git;
  readonly rules: RunRules;
  readonly executors: ReadonlyMap<string, Executor>;
  /** Where attempts may run beside this machine, by name. */
  readonly placements: ReadonlyMap<string, Placement>;
  /** What attempts and gates run in. */
  readonly confiner: Confiner;
  readonly arrangement: Arrangement;
  readonly logbook: Logbook;
  readonly clock: Clock;
  /** The user's environment; what is started sees a chosen part of it. */
  readonly env: Environment;
  /** What only one may do at a time: merge, and look how gates come out before a change. */
  readonly places: KeptWorktrees;
  readonly merging: Turn;
  /** Where gates run, beside each other or not. */
  readonly room: GateRoom;
  readonly comparing: Turn;
  /** Aborts when everything is to end: the person asked for it, or the run cannot go on. */
  readonly signal: AbortSignal;
  /** Aborts when nobody may wait any more for what is being ended. */
  readonly force: AbortSignal;
  /** Ends the run for a reason that nobody asked for; the first one counts. */
  readonly halt: (...problems: readonly Problem<HaltCode>[]) => void;
  /** Why it cannot go on; none while it can. */
  readonly problems: () => readonly Problem<HaltCode>[];
  /** Whatever is worth a word and no event. */
  readonly note: (problem: Problem<RunNoteCode>) => void;
  /** What was told of the repository in this run, so that it is told once. */
  readonly told: Set<string>;
  /** The tokens of the attempts of this run whose agents were seen to work: their endpoints answer them. */
  readonly works: ReadonlySet<string>;
  /** Told when the first answer of an attempt's endpoint was seen. */
  readonly onWorks: (token: string) => void;
  /** Told whenever something was seen to happen in an attempt. */
  readonly onActivity: (phase: string) => void;
  /** Told what an agent says that it does, or why it waits. Safe to show. */
  readonly onDoing: (phase: string, now: AgentDoing) => void;
  /** Asks a person to allow what an agent of a phase wants; without it, nobody is asked. */
  readonly permit?: AskPermission | undefined;
  /** Keeps what attempts come to; without one nobody does. */
  readonly recorder?: Recorder | undefined;
  /** A name that nobody else has. */
  readonly newToken: () => string;
};

/** What an agent does just now, by its own word. */
export type AgentDoing = { readonly doing: string | undefined; readonly waits: string | undefined };

/** What a run keeps a worktree for, beside those of its attempts. */
export type KeptWorktreeName = 'integration' | 'baseline';

/** The worktrees that a run uses again and again, each by one at a time. */
export type KeptWorktrees = {
  /** Brings one to a commit, ready. @param token - of whoever runs in it */
  readonly at: (
    run: Run,
    wanted: {
      readonly place: KeptWorktreeName;
      readonly commit: string;
      readonly token: string;
      /** Hears what its setup was kept from of the network. */
      readonly refused: WhoseCommand['refused'];
    },
    signal: AbortSignal,
  ) => Promise<Result<Worktree, WorktreeProblemCode>>;
};
