import type { Problem } from '../../../diagnostics/index.ts';
import type { Environment } from '../../../platform/index.ts';
import type { HomeNeeds, SandboxKind } from '../../sandbox/index.ts';
import type { ExecutorDoubtCode } from './doubt_code.ts';

/** How a coding agent is started whose command line is known, and what it is like. */
export type Preset = {
  /** The program and its arguments; `{prp}` in an argument stands for the prompt's file. */
  readonly argv: readonly [string, ...string[]];
  /** How many of the last words stay the last where a person adds arguments. */
  readonly ending: number;
  /** The names of the user's environment that it may see, beyond those that every executor sees. */
  readonly env: readonly string[];
  /** Others of the user's that it may get by a name of its own, where a machine has them. */
  readonly mayCopy?: readonly string[];
  /** `stdin`: the prompt's file is its standard input; `argument`: it is told where the file is. */
  readonly promptOn: 'stdin' | 'argument';
  /** The words by which it goes on in a session of its own, before the last ones; `{session}` stands for that. */
  readonly resume?: readonly string[];
  /** What it leaves in a project for itself: names at the top; a star at the end stands for any more. */
  readonly leaves: readonly string[];
  /** What of the user's home folder it needs where that is hidden. */
  readonly home: HomeNeeds;
  /** The hosts that it has to reach: its endpoint, and where it logs in; one that a variable names in their place is found by that. */
  readonly reaches: (machine: Pick<Machine, 'env' | 'textOf'>) => readonly string[];
  /** What this machine makes of it: looked at before a run, and only then. */
  readonly prepare?: (machine: Machine) => Prepared;
};

/** What of a machine decides how an agent is started on it. */
export type Machine = {
  readonly env: Environment;
  readonly isRoot: boolean;
  /** What its executors run in. */
  readonly sandbox?: SandboxKind;
  /** The text of a file; `undefined` where there is none that can be read. */
  readonly textOf: (path: string) => string | undefined;
  /** As registries of agents name it: `linux-x86_64`. */
  readonly platform?: string;
  /** Whether a program is on the path. */
  readonly hasProgram?: (name: string) => boolean;
  /** Where the user keeps entries of a registry of agents. */
  readonly agentsFolder?: string;
  /** The model that the built-in executor would ask. @param model - in the place of the configured one */
  readonly modelFor?: (model: string | undefined) => ModelHere;
};

/** A model as it is configured on a machine, or why there is none and what would give one. */
export type ModelHere =
  | {
      readonly kind: 'ready';
      /** This program, as it is started. */
      readonly program: readonly [string, ...string[]];
      readonly model: string;
      readonly baseUrl: string;
      /** Where the key for that endpoint comes from; `null` where none is sent. */
      readonly keyFrom: string | null;
      /** Absolute paths that it is read from: the program and the settings. */
      readonly reads: readonly string[];
    }
  | { readonly kind: 'none'; readonly reason: string; readonly remedy: string };

/** What an agent needs on a machine beyond its preset. */
export type Prepared = {
  /** Words of the preset in whose place others stand. */
  readonly swaps?: Readonly<Record<string, string>>;
  /** What a person who is asked to approve it should know of that. */
  readonly note?: string;
  /** Arguments beside those of the preset. */
  readonly args?: readonly string[];
  /** Variables that get the value of another of the user's, by their own name: what the agent reads, from what the user has set. */
  readonly copies?: Readonly<Record<string, string>>;
  /** What a person should know before it starts; an error is why it could not work at all. */
  readonly doubts?: readonly Problem<ExecutorDoubtCode>[];
};
