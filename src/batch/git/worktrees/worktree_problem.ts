import { type Failure, type FailureCause, failure, type Problem } from '../../../diagnostics/index.ts';
import { isMachineFault } from '../../../platform/index.ts';
import type { Worktree } from './worktree.ts';

/** What can be wrong with a repository or a worktree. */
export type WorktreeProblemCode =
  | 'git-unusable'
  | 'not-a-repository'
  | 'is-a-repository'
  | 'no-working-tree'
  | 'no-commit'
  | 'worktree-folder-outside'
  | 'worktree-not-made'
  /** This machine refused it, which says nothing of what was to be done. */
  | 'system-refused'
  | 'worktree-not-removed'
  | 'setup-path-refused'
  | 'setup-path-absent'
  | 'setup-path-occupied'
  | 'setup-path-not-ignored'
  | 'setup-path-failed'
  | 'setup-failed'
  | 'interrupted';

/** One thing that is wrong with a worktree, and what would mend it. */
export function worktreeFailure(
  cause: FailureCause,
  code: WorktreeProblemCode,
  message: string,
  hint?: string,
): Failure<WorktreeProblemCode> {
  return failure(cause, { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) });
}

/** A worktree that can't be made, or not be brought to a commit. @param isRefused - it is known that this machine refused it */
export function notMade({ path }: Worktree, why: string, isRefused = false): Failure<WorktreeProblemCode> {
  const message = `The worktree ${path} can't be made: ${why}`;
  if (!isRefused && !isMachineFault(why)) return worktreeFailure('environment', 'worktree-not-made', message);
  const hint = 'Fix that and run the same command again: it goes on from here.';
  return worktreeFailure('environment', 'system-refused', message, hint);
}

/** Whether one of these is the machine's fault, so that nobody else would get any further, and trying again costs nothing. */
export function isMachines(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'system-refused');
}
