import { type ExecutorProblemCode, executorNamed, parseExecutorCommand } from '../../batch/index.ts';
import { batchSettings } from '../../config/index.ts';
import type { Failure } from '../../diagnostics/index.ts';
import { systemClock } from '../../platform/index.ts';
import { PLUGIN } from '../batches/plugin_executor.ts';
import { thisMachine } from '../batches/run_executors.ts';
import { type RunOptions, runSettings } from '../batches/run_options.ts';
import type { OperationContext } from '../context.ts';

/** Reports run flags that no batch could be run with, so that no model is asked and nothing is written on the way to that. */
export function badRunFlags(
  context: OperationContext,
  options: Omit<RunOptions, 'batch'>,
): Failure<'usage' | ExecutorProblemCode> | undefined {
  const wishes = runSettings({ ...options, batch: '' });
  if (!wishes.ok) return wishes;
  const { executor, executorCommand } = options;
  const command = executorCommand === undefined ? undefined : parseExecutorCommand(executorCommand);
  if (command?.ok === false) return command;
  // In a replay, the tape stands in for every executor.
  if (executor === undefined || executor.startsWith(PLUGIN) || context.tape?.mode === 'replay')
    return undefined;
  const { executors } = batchSettings({ env: context.env, userFolder: context.userFolder });
  const named = executorNamed(executor, { executors, clock: systemClock, machine: thisMachine(context) });
  return named.ok ? undefined : named;
}
