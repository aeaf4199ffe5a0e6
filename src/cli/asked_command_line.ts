import type { Result } from '../diagnostics/index.ts';
import type { OperationContext } from '../operations/index.ts';
import type { CommonOptions } from './commands/declare.ts';

/** What the command line runs with. */
export type CommandLine = {
  /** Without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly context: OperationContext;
};

/** A command line whose command is known, and what has to be done before that begins. */
export type AskedCommandLine = CommandLine & {
  readonly implied: boolean;
  /** Called with the options, once they are known to be right. */
  readonly beforeAction?: (options: CommonOptions) => Promise<Result<unknown>>;
};
