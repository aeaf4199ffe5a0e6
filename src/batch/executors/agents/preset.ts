import type { Problem } from '../../../diagnostics/index.ts';
import type { Environment } from '../../../platform/index.ts';
import type { HomeNeeds, SandboxKind } from '../../safety/sandbox/index.ts';
import type { ExecutorDoubtCode } from './doubt_code.ts';

/** A coding agent with a known command line: how it is started, and its properties. */
export type Preset = {
  /** The program and its arguments; `{prp}` in an argument is replaced by the path of the prompt's file. */
  readonly argv: readonly [string, ...string[]];
  /** Number of final words that stay last when a person adds arguments. */
  readonly ending: number;
  /** The names of the user's environment variables that it may see, beyond those that every executor sees. */
  readonly env: readonly string[];
  /** Other variables of the user that it may get under a name of its own, where a machine has them. */
  readonly mayCopy?: readonly string[];
  /** `stdin`: the prompt's file is its standard input; `argument`: it is told where the file is. */
  readonly promptOn: 'stdin' | 'argument';
  /** The words that resume one of its sessions, placed before the final ones; `{session}` is replaced by the session's id. */
  readonly resume?: readonly string[];
  /** The files that it leaves in a project for itself: names at the top level; a star at the end matches anything. */
  readonly leaves: readonly string[];
  /** The parts of the user's home folder that it needs where that is hidden. */
  readonly home: HomeNeeds;
  /** The hosts that it has to reach: its endpoint and its login; a host in a variable that overrides one is found by that. */
  readonly reaches: (machine: Pick<Machine, 'env' | 'textOf'>) => readonly string[];
  /** Adapts it to this machine; called only before a run. */
  readonly prepare?: (machine: Machine) => Prepared;
};

/** The facts about a machine that decide how an agent is started on it. */
export type Machine = {
  readonly env: Environment;
  readonly isRoot: boolean;
  /** The sandbox its executors run in. */
  readonly sandbox?: SandboxKind;
  /** The text of a file; `undefined` where no readable file exists. */
  readonly textOf: (path: string) => string | undefined;
  /** As registries of agents name it: `linux-x86_64`. */
  readonly platform?: string;
  /** Whether a program is on the path. */
  readonly hasProgram?: (name: string) => boolean;
  /** The user's folder of registry entries for agents. */
  readonly agentsFolder?: string;
  /** The model that the built-in executor would use. @param model - overrides the configured one */
  readonly modelFor?: (model: string | undefined) => ModelHere;
};

/** The model configured on a machine, or why there is none and how to configure one. */
export type ModelHere =
  | {
      readonly kind: 'ready';
      /** The command that starts this program. */
      readonly program: readonly [string, ...string[]];
      readonly model: string;
      readonly baseUrl: string;
      /** The source of the key for that endpoint; `null` where none is sent. */
      readonly keyFrom: string | null;
      /** Absolute paths that it reads: the program and the settings. */
      readonly reads: readonly string[];
    }
  | { readonly kind: 'none'; readonly reason: string; readonly remedy: string };

/** An agent's needs on a machine beyond its preset. */
export type Prepared = {
  /** Replacements for words of the preset. */
  readonly swaps?: Readonly<Record<string, string>>;
  /** A note about that for the person who is asked to approve it. */
  readonly note?: string;
  /** Arguments added to those of the preset. */
  readonly args?: readonly string[];
  /** Variables whose value is copied from another of the user's: the name the agent reads → the name the user has set. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Warnings for a person before it starts; an error means that it could not work at all. */
  readonly doubts?: readonly Problem<ExecutorDoubtCode>[];
};
