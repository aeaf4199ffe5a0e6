import type { Problem } from '../../../../diagnostics/index.ts';
import type { HomeNeeds } from '../../../sandbox/index.ts';
import type { ExecutorDoubtCode } from '../../agents/doubt_code.ts';
import type { Machine, Usage } from '../../agents/index.ts';
import type { Json } from '../../agents/json_line.ts';

/** What is peculiar to an agent that speaks the protocol. Data, and functions without effect. */
export type Quirk = {
  /** The agent, as messages name it. */
  readonly name: string;
  /** How it is started where it is installed. */
  readonly command: readonly string[];
  /** Whether a command starts it. @param words - the program's name and its arguments, versions of packages left out */
  readonly isStartedBy: (words: readonly string[]) => boolean;
  /** The names of the user's environment that it may see. */
  readonly env: readonly string[];
  /** What of the user's home folder it needs where that is hidden. */
  readonly home: HomeNeeds;
  /** The hosts that it has to reach. */
  readonly reaches: (machine: Pick<Machine, 'env' | 'textOf'>) => readonly string[];
  /** What it leaves in a project for itself. */
  readonly leaves: readonly string[];
  /** The modes that it is to work in, the first that it has: agents start in the user's own. */
  readonly modes: readonly string[];
  /** The way to log in that it has to be told of, where this machine has what it takes. */
  readonly authenticate?: (machine: Pick<Machine, 'env'>) => string | undefined;
  /** What a person should know before it starts. */
  readonly doubts?: (machine: Machine) => readonly Problem<ExecutorDoubtCode>[];
  /** What it used, from its answer to a prompt; `undefined` where that says nothing. Left out where it never tells everything. */
  readonly usage?: (answer: Json) => Usage | undefined;
};
