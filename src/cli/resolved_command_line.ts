import type { Result } from '../diagnostics/index.ts';
import type { OpenTapeCode, OperationContext } from '../operations/index.ts';
import type { CommonOptions } from './commands/declare.ts';
import type { ServeMcp } from './serve_mcp.ts';

/** The command line's arguments and surroundings. */
export type CommandLine = {
  /** Arguments without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly context: OperationContext;
  /** The other front end, passed in by the program's entry point: neither knows the other. */
  readonly serveMcp?: ServeMcp;
};

/** A command line whose command is known, and the work to do before it begins. */
export type ResolvedCommandLine = CommandLine & {
  readonly implied: boolean;
  /**
   * Called with the options, once they are validated.
   *
   * @param verb - the command in words, as in `plan import`
   */
  readonly beforeAction?: (options: CommonOptions, verb: string) => Promise<Result<unknown, OpenTapeCode>>;
};
