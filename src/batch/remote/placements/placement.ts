import type { ProcessGroup, ProcessorMeter } from '../../../platform/index.ts';

/** A place where attempts may run beside this machine, from a user's settings. */
export type PlaceSettings = {
  /**
   * The OpenSSH client's name for it: a host of its configuration, or `user@host`. Without it, this machine submits to a cluster.
   */
  readonly ssh?: string;
  /** Makes attempts jobs of a cluster there, with these settings for each job. */
  readonly slurm?: SlurmSettings;
  /** The folder for all of this program's files there; below the home folder where it is relative or begins with `~/`. */
  readonly folder?: string;
  /** Number of simultaneous attempts. */
  readonly slots?: number;
  /** Variables of this machine whose values are passed to a command there, on its standard input. */
  readonly env?: readonly string[];
};

/** The request for a job, where the phase does not specify it. */
export type SlurmSettings = {
  readonly partition?: string;
  /** In the format of `sbatch --time`. */
  readonly time?: string;
  readonly mem?: string;
  readonly cpus?: number;
  /** A number, or a type and a number. */
  readonly gpu?: string;
  /** The most attempts that are queued together, as tasks of one array. */
  readonly array?: number;
  /** More options of `sbatch`, as `--name=value`. */
  readonly options?: readonly string[];
};

/** One attempt's work at a placement: the command, and its surroundings. */
export type PlacedWork = {
  readonly batch: number;
  readonly prp: string;
  readonly attempt: number;
  /** The name of its folder there. */
  readonly token: string;
  /** The commit of the repository here that it begins with. */
  readonly base: string;
  /** The project's path below the repository's top, with `/` at its end. */
  readonly prefix: string;
  /** Relative to the project. */
  readonly resultName: string;
  readonly heartbeatName: string;
  /** The program and its arguments; `{prp}` in an argument is replaced by the path of the prompt's file there. */
  readonly argv: readonly [string, ...string[]];
  readonly prompt: string;
  readonly promptOn: 'stdin' | 'argument';
  /** Variables with their values, none of them secret. */
  readonly sets: Readonly<Record<string, string>>;
  /** Variables of the environment there that it may see, beyond those that tools need. */
  readonly names: readonly string[];
  /** Variables whose value is copied from another of that environment. */
  readonly copies: Readonly<Record<string, string>>;
  /** The time after which it is ended there, even if nobody follows it. */
  readonly hardSeconds: number;
  /** The phase's needs, such as `gpu:1` or `mem:16G`. */
  readonly needs: readonly string[];
  /**
   * Files and folders that it declares by name, relative to the repository's top: they are brought back even if git ignores them.
   */
  readonly declared?: readonly string[];
  /** The most output there, in bytes. */
  readonly logBytes: number;
};

/** Receives the output and the events of an attempt there. */
export type PlacedListeners = {
  /** Receives the log as it grows. */
  readonly log: (bytes: Uint8Array) => void;
  /** Receives the content of its heartbeat file. */
  readonly heartbeat: (bytes: Buffer) => void;
  /** Called with the reason when the place falls silent; with `undefined` when it answers again. */
  readonly waits: (why: string | undefined) => void;
  /** Called with the cluster's job for it. */
  readonly queued: (job: string) => void;
};

/** The end of an attempt there. */
export type PlacedEnd = {
  readonly code: number | null;
  /** The content of its result file. */
  readonly result: Buffer | undefined;
  /** The fetched commit with its changes; none where it could not be fetched. */
  readonly commit: string | undefined;
  /**
   * Set where it did not end by itself: a limit there, a cancelled job, the end of the machine, or changes that could not be
   * fetched.
   */
  readonly fault: { readonly how: 'over-limit' | 'exited' | 'cancelled'; readonly why: string } | undefined;
};

/** An attempt under way there. */
export type PlacedAttempt = {
  /** As if it ran here: the same code watches and ends it. */
  readonly group: ProcessGroup;
  readonly meter: ProcessorMeter;
  /** Whether a file changed there; true while there is no connection, so that silence does not count against it. */
  readonly changes: () => boolean;
  /** Resolves when it is over and its changes have been fetched. */
  readonly over: Promise<PlacedEnd>;
  /** Stops following it; it continues there. */
  readonly leave: () => void;
};

/** A job's command run elsewhere: started there, or taken over from an earlier run. */
export type PlacedJob = {
  readonly begin: (
    command: Pick<PlacedWork, 'argv' | 'promptOn' | 'sets' | 'names' | 'copies'>,
    ears: PlacedListeners,
    signal: AbortSignal,
  ) => Promise<PlacedStart>;
  /** Makes the worktree here equal to the attempt's there. Returns the reason where that fails. */
  readonly bring: (end: PlacedEnd) => Promise<string | undefined>;
};

/** A gate to run at a placement. */
export type PlacedGate = {
  readonly batch: number;
  readonly prp: string;
  readonly attempt: number;
  /** The attempt's token. Cleaning up the attempt also cleans up its gates. */
  readonly token: string;
  /** Distinguishes it from other gates of the attempt. */
  readonly mark: string;
  readonly command: string;
  readonly commit: string;
  readonly tree: string;
  /** The project's path below the repository's top, with `/` at its end. */
  readonly prefix: string;
  readonly limitSeconds: number;
  readonly log: (bytes: Uint8Array) => void;
};

/** The result of a gate there. */
export type PlacedVerdict = {
  readonly code: number | null;
  readonly seconds: number;
  /** It was ended because it took too long. */
  readonly isOverdue: boolean;
};

/** The outcome of starting an attempt. */
export type PlacedStart =
  | { readonly kind: 'started'; readonly attempt: PlacedAttempt }
  /** With the remedy. */
  | {
      readonly kind: 'not-started';
      readonly why: string;
      /** Whether another attempt at the same phase is under way there. */
      readonly isHeld?: boolean;
      /** Whether nobody waited for the answer: it may be under way there, and can be found by its token. */
      readonly isUnknown?: boolean;
    };

/** A place where attempts run, besides this machine. */
export type Placement = {
  readonly name: string;
  /** Number of simultaneous attempts. */
  readonly slots: number;
  /** The token and number of an attempt that was carried out there before this run knew of it. */
  readonly known?: (prp: string) => { readonly token: string; readonly attempt: number } | undefined;
  /**
   * Sends the base, and starts the command there. A call aborted after the start still gets the answer.
   *
   * @param letGo - stops waiting for that answer, too
   */
  readonly begin: (
    work: PlacedWork,
    ears: PlacedListeners,
    signal: AbortSignal,
    letGo?: AbortSignal,
  ) => Promise<PlacedStart>;
  /** Follows an attempt that an earlier run started: it is identified by its token alone. */
  readonly takeOver: (
    work: Pick<PlacedWork, 'batch' | 'prp' | 'attempt' | 'token' | 'base'>,
    ears: PlacedListeners,
    signal: AbortSignal,
  ) => Promise<PlacedAttempt>;
  /**
   * Runs a gate there on the tree of a commit here; `undefined` where the placement cannot judge it.
   *
   * @param gate.log - receives its output
   */
  readonly verdict?: (gate: PlacedGate, signal: AbortSignal) => Promise<PlacedVerdict | undefined>;
  /** Removes the files of finished attempts there. Returns the reason where that fails. */
  readonly tidy: (tokens: readonly string[]) => Promise<string | undefined>;
  /** Ends the shared connection. */
  readonly end: () => Promise<void>;
};
