import type { ProcessGroup, ProcessorMeter } from '../../platform/index.ts';

/** Where attempts may run beside this machine, as a user's settings have it. */
export type PlaceSettings = {
  /** How the OpenSSH client is told of it: a host of its configuration, or `user@host`. Without it, this machine asks a cluster. */
  readonly ssh?: string;
  /** That attempts are jobs of a cluster there, and what each job is given. */
  readonly slurm?: SlurmSettings;
  /** Where everything of this program's is there; below the home folder where it is relative or begins with `~/`. */
  readonly folder?: string;
  /** Attempts at a time. */
  readonly slots?: number;
  /** Variables of this machine whose values are given to a command there, on its standard input. */
  readonly env?: readonly string[];
};

/** What a job is asked for, where the phase does not say it. */
export type SlurmSettings = {
  readonly partition?: string;
  /** As `sbatch --time` has it. */
  readonly time?: string;
  readonly mem?: string;
  readonly cpus?: number;
  /** A number, or a type and a number. */
  readonly gpu?: string;
  /** The most attempts that are queued together, as tasks of one array. */
  readonly array?: number;
  /** More of the options of `sbatch`, as `--name=value`. */
  readonly options?: readonly string[];
};

/** One attempt's work at a placement: what is done there, and with what. */
export type PlacedWork = {
  readonly batch: number;
  readonly prp: string;
  readonly attempt: number;
  /** Names its folder there. */
  readonly token: string;
  /** What it begins with; a commit of the repository here. */
  readonly base: string;
  /** The project below the repository's top, with `/` at its end. */
  readonly prefix: string;
  /** Below the project. */
  readonly resultName: string;
  readonly heartbeatName: string;
  /** The program and its arguments; `{prp}` in an argument stands for the prompt's file there. */
  readonly argv: readonly [string, ...string[]];
  readonly prompt: string;
  readonly promptOn: 'stdin' | 'argument';
  /** Variables with their values, none of them secret. */
  readonly sets: Readonly<Record<string, string>>;
  /** Variables of the environment there that it may see, beyond what tools need. */
  readonly names: readonly string[];
  /** Variables that get the value of another of that environment. */
  readonly copies: Readonly<Record<string, string>>;
  /** When it is ended there, whoever looks after it. */
  readonly hardSeconds: number;
  /** What the phase needs of a machine, as `gpu:1` or `mem:16G`. */
  readonly needs: readonly string[];
  /** Files and folders that it declares by name, relative to the repository's top: they come back though git ignores them. */
  readonly declared?: readonly string[];
  /** The most that it may print there. */
  readonly logBytes: number;
};

/** Where what comes from there goes, and who hears of it. */
export type PlacedEars = {
  /** The log, as it grows. */
  readonly log: (bytes: Uint8Array) => void;
  /** What is in its heartbeat file. */
  readonly heartbeat: (bytes: Buffer) => void;
  /** Why nothing is heard just now; `undefined` when it is again. */
  readonly waits: (why: string | undefined) => void;
  /** The job that a cluster made of it. */
  readonly queued: (job: string) => void;
};

/** How an attempt ended there. */
export type PlacedEnd = {
  readonly code: number | null;
  /** What was in its result file. */
  readonly result: Buffer | undefined;
  /** The commit with what it left, which has been fetched; none where that can't be had. */
  readonly commit: string | undefined;
  /** That it did not end by itself: a limit there, somebody who cancelled its job, the end of the machine, or what it left can't be had. */
  readonly fault: { readonly how: 'over-limit' | 'exited' | 'cancelled'; readonly why: string } | undefined;
};

/** An attempt under way there. */
export type PlacedAttempt = {
  /** As if it ran here: it is watched, and ended, by the same code. */
  readonly group: ProcessGroup;
  readonly meter: ProcessorMeter;
  /** Whether a file changed there; while nothing is heard, that is not held against it. */
  readonly changes: () => boolean;
  /** When it is over and what it left has been fetched. */
  readonly over: Promise<PlacedEnd>;
  /** Hears no more of it; it goes on there. */
  readonly leave: () => void;
};

/** How a job's command is worked on elsewhere: begun there, or taken over from a run before. */
export type PlacedJob = {
  readonly begin: (
    command: Pick<PlacedWork, 'argv' | 'promptOn' | 'sets' | 'names' | 'copies'>,
    ears: PlacedEars,
    signal: AbortSignal,
  ) => Promise<PlacedStart>;
  /** Makes the worktree here what the attempt left there. Where that can't be done, says why. */
  readonly bring: (end: PlacedEnd) => Promise<string | undefined>;
};

/** A gate that is to be asked at a placement. */
export type PlacedGate = {
  readonly batch: number;
  readonly prp: string;
  readonly attempt: number;
  /** Its attempt's. What is tidied up of that is tidied up of its gates. */
  readonly token: string;
  /** Tells it from others of the attempt. */
  readonly mark: string;
  readonly command: string;
  readonly commit: string;
  readonly tree: string;
  /** The project below the repository's top, with `/` at its end. */
  readonly prefix: string;
  readonly limitSeconds: number;
  readonly log: (bytes: Uint8Array) => void;
};

/** How a gate came out there. */
export type PlacedVerdict = {
  readonly code: number | null;
  readonly seconds: number;
  /** It was ended because it took too long. */
  readonly isOverdue: boolean;
};

/** What beginning an attempt came to. */
export type PlacedStart =
  | { readonly kind: 'started'; readonly attempt: PlacedAttempt }
  /** With what to do about it. */
  | {
      readonly kind: 'not-started';
      readonly why: string;
      /** That another one of the same phase is under way there. */
      readonly isHeld?: boolean;
      /** That nobody waited for the answer: it may be under way there, and is found by its token. */
      readonly isUnknown?: boolean;
    };

/** Where attempts run beside this machine. */
export type Placement = {
  readonly name: string;
  /** Attempts at a time. */
  readonly slots: number;
  /** How an attempt is known there that was carried out before this run knew of it. */
  readonly known?: (prp: string) => { readonly token: string; readonly attempt: number } | undefined;
  /**
   * Sends the base, and starts the command there. Who calls it off after it has been told to start hears how it began all the same.
   *
   * @param letGo - does not wait for that either
   */
  readonly begin: (
    work: PlacedWork,
    ears: PlacedEars,
    signal: AbortSignal,
    letGo?: AbortSignal,
  ) => Promise<PlacedStart>;
  /** Stays with one that a run before this one began: it is known by its token, and by nothing else. */
  readonly takeOver: (
    work: Pick<PlacedWork, 'batch' | 'prp' | 'attempt' | 'token' | 'base'>,
    ears: PlacedEars,
    signal: AbortSignal,
  ) => Promise<PlacedAttempt>;
  /**
   * Runs a gate there on a tree, which is that of a commit here; `undefined` where the placement can say nothing of it.
   *
   * @param gate.log - hears what it prints
   */
  readonly verdict?: (gate: PlacedGate, signal: AbortSignal) => Promise<PlacedVerdict | undefined>;
  /** Removes what is there of attempts that are over. Where that can't be done, says why. */
  readonly tidy: (tokens: readonly string[]) => Promise<string | undefined>;
  /** Ends the shared connection. */
  readonly end: () => Promise<void>;
};
