import type { Problem } from '../../../../diagnostics/index.ts';
import type { HomeNeeds } from '../../../safety/sandbox/index.ts';
import type { ExecutorDoubtCode } from '../../agents/doubt_code.ts';
import type { Machine, Usage } from '../../agents/index.ts';
import type { Json } from '../../agents/json_line.ts';

/** The peculiarities of an agent that speaks the protocol: data, and functions without side effects. */
export type Quirk = {
  /** The agent, as messages name it. */
  readonly name: string;
  /** The command that starts it where it is installed. */
  readonly command: readonly string[];
  /** Whether a command starts it. @param words - the program's name and its arguments, without package versions */
  readonly isStartedBy: (words: readonly string[]) => boolean;
  /** The names of the environment variables that it may see. */
  readonly env: readonly string[];
  /** The parts of the user's home folder that it needs where that is hidden. */
  readonly home: HomeNeeds;
  /** The hosts that it has to reach. */
  readonly reaches: (machine: Pick<Machine, 'env' | 'textOf'>) => readonly string[];
  /** The files that it leaves in a project for itself. */
  readonly leaves: readonly string[];
  /** The modes it should work in, of which the first available one is used: agents start in the user's own. */
  readonly modes: readonly string[];
  /** The login method that it has to be told to use, where this machine has what that needs. */
  readonly authenticate?: (machine: Pick<Machine, 'env'>) => string | undefined;
  /** Warnings for a person before it starts. */
  readonly doubts?: (machine: Machine) => readonly Problem<ExecutorDoubtCode>[];
  /**
   * Its usage, from its answer to a prompt; `undefined` where the answer has none. Left out for an agent that never reports all
   * of it.
   */
  readonly usage?: (answer: Json) => Usage | undefined;
};
