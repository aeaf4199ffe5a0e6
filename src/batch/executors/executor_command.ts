import { failure, type Result, success } from '../../diagnostics/index.ts';
import { splitShellWords } from '../../lib/index.ts';
import { type ExecutorCommand, PROMPT_PLACE } from './command.ts';
import type { ExecutorProblemCode } from './executor_problem.ts';

/** The name of an executor that was given as a text. */
export const GIVEN_COMMAND = 'command';

/**
 * The executor for a text such as `bash agent.sh --fast`: words, optionally quoted. It sees no environment variables beyond those
 * that every executor sees.
 */
export function parseExecutorCommand(text: string): Result<ExecutorCommand, ExecutorProblemCode> {
  const split = splitShellWords(text);
  if ('needsShell' in split) {
    return failure('usage', {
      severity: 'error',
      code: 'bad-executor',
      message: `The executor's command needs a shell: ${split.needsShell}.`,
      hint: "It runs without one. To use one: sh -c '…'.",
    });
  }
  return success({ name: GIVEN_COMMAND, argv: split.words, env: [], promptOn: promptOnOf(split.words) });
}

/** The way a command receives its prompt: through an argument if one contains the placeholder. */
export function promptOnOf(argv: readonly string[]): ExecutorCommand['promptOn'] {
  return argv.slice(1).some((arg) => arg.includes(PROMPT_PLACE)) ? 'argument' : 'stdin';
}
