import type { Result } from '../../diagnostics/index.ts';
import type { ExecutorCommand } from './command.ts';
import type { ExecutorProblemCode } from './registry.ts';

/** The executor that a text such as `bash agent.sh --fast` stands for. */
export function parseExecutorCommand(
  _text: string,
  _name = 'command',
): Result<ExecutorCommand, ExecutorProblemCode> {
  throw new Error('not yet');
}
