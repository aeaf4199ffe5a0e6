import type { Result } from '../../diagnostics/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { Executor } from '../types.ts';

/** What can be wrong with how an executor is named. */
export type ExecutorProblemCode = 'unknown-executor' | 'bad-executor';

/** What executors are made from. */
export type ExecutorSettings = {
  /** The user's own, by name; one of a preset's name takes its place. */
  readonly executors: Readonly<
    Record<
      string,
      { readonly argv: readonly string[]; readonly env?: readonly string[]; readonly promptOn?: string }
    >
  >;
  readonly clock: Clock;
};

/** The executor of a name: a user's own, a preset, or `dry-run`. */
export function executorNamed(
  _name: string,
  _settings: ExecutorSettings,
): Result<Executor, ExecutorProblemCode> {
  throw new Error('not yet');
}

/** The names of all executors, sorted. */
export function executorNames(_settings: Pick<ExecutorSettings, 'executors'>): readonly string[] {
  throw new Error('not yet');
}
