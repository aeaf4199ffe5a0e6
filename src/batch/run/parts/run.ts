import type { Problem, Result } from '../../../diagnostics/index.ts';
import type { Mutex } from '../../../lib/index.ts';
import type { Clock, Environment, Git } from '../../../platform/index.ts';
import type { Recorder } from '../../../tape/index.ts';
import type { AskPermission, Executor } from '../../executors/executor.ts';
import type { Repository, Worktree, WorktreeProblemCode } from '../../git/worktrees/index.ts';
import type { Placement } from '../../remote/placements/index.ts';
import type { Confiner, WhoseCommand } from '../../safety/sandbox/index.ts';
import type { Arrangement } from '../../scheduling/index.ts';
import type { Project, StoredBatch } from '../../store/folder/index.ts';
import type { HeldBatch } from '../../store/hold_batch.ts';
import type { GateRoom } from './gate_room.ts';
import type { HaltCode } from './halt_code.ts';
import type { Logbook } from './logbook.ts';
import type { RunRules } from './rules.ts';
import type { RunNoteCode } from './run_note_code.ts';

/** The batch, its prompts and its project. */
export type RunBatch = {
  readonly batch: StoredBatch;
  readonly prompt: HeldBatch['prompt'];
  readonly project: Project;
};

/** The repository, and git to work on it. */
export type RunRepository = { readonly git: Git; readonly repository: Repository };

/** The journal, and the state that follows from it. */
export type RunJournal = { readonly logbook: Logbook };

/** The options of the run. */
export type RunSettings = { readonly rules: RunRules };

/** The time. */
export type RunTime = { readonly clock: Clock };

/** The executors of attempts, and their order. */
export type RunExecutors = {
  readonly executors: ReadonlyMap<string, Executor>;
  readonly arrangement: Arrangement;
};

/** Placements where attempts may run besides this machine, by name. */
export type RunPlacements = { readonly placements: ReadonlyMap<string, Placement> };

/** The surroundings of the commands that the run starts. */
export type RunCommands = {
  /** The sandbox for attempts and gates. */
  readonly confiner: Confiner;
  /** The user's environment; started programs see a chosen part of it. */
  readonly env: Environment;
  /** Aborts when the processes being ended get no more time. */
  readonly force: AbortSignal;
};

/** The end of the run before its batch is over. */
export type RunTermination = {
  /** Aborts when everything must end: the person asked for it, or the run cannot continue. */
  readonly signal: AbortSignal;
  /** Ends the run for a reason other than a request; the first one counts. */
  readonly halt: (...problems: readonly Problem<HaltCode>[]) => void;
  /** Why it cannot continue; empty while it can. */
  readonly problems: () => readonly Problem<HaltCode>[];
};

/** Remarks for a person that are not events. */
export type RunNotes = {
  readonly note: (problem: Problem<RunNoteCode>) => void;
  /** The remarks already made in this run, so that each is made once. */
  readonly reported: Set<string>;
};

/** Worktrees and locks that the attempts of the run share. */
export type RunSharing = {
  readonly keptWorktrees: KeptWorktrees;
  /** Where gates run, in parallel or alone. */
  readonly room: GateRoom;
  /** Held by the attempt that is being merged. */
  readonly mergeMutex: Mutex;
  /** Held while gates run on a tree before a change. */
  readonly baselineMutex: Mutex;
};

/** The signs of life of agents, and their questions. */
export type RunAgents = {
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
};

/** The tape that records the results of attempts; absent if none is recorded. */
export type RunTape = { readonly recorder?: Recorder | undefined };

/** Unique names. */
export type RunTokens = { readonly newToken: () => string };

/** The parts needed to keep, check and give up the work of attempts. */
export type RunKeeping = RunBatch & RunRepository & RunJournal & RunSettings & RunNotes;

/** The parts needed to run gates. */
export type RunGating = RunKeeping & RunTime & RunCommands & RunSharing;

/**
 * Everything that carrying out a whole attempt takes. It is put together once, when the run starts; a function that does less names
 * the parts that it uses.
 */
export type Run = RunGating & RunExecutors & RunPlacements & RunTermination & RunAgents & RunTape & RunTokens;

/** An agent's current activity, in its own words. */
export type AgentDoing = { readonly doing: string | undefined; readonly waits: string | undefined };

/** The purposes of the worktrees a run keeps besides those of its attempts. */
export type KeptWorktreeName = 'integration' | 'baseline';

/** The worktrees a run reuses, each by one task at a time. */
export type KeptWorktrees = {
  /** Moves one to a commit and makes it ready. @param wanted.token - the token of its user */
  readonly at: (
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
