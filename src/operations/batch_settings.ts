import type { ConfiguredExecutor, RunWishes } from '../batch/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { OperationContext } from './context.ts';

/** What a user's settings say of runs. */
export type BatchSettings = {
  readonly wishes: RunWishes;
  readonly executors: Readonly<Record<string, ConfiguredExecutor>>;
  readonly problems: readonly Problem[];
};

/** Reads what the user's settings say of runs; a project has no say in what is run. */
export function batchSettings(_context: OperationContext): BatchSettings {
  return { wishes: {}, executors: {}, problems: [] };
}
