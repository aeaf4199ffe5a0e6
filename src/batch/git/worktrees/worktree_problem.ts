import { type Failure, type FailureCause, failure, type Problem } from '../../../diagnostics/index.ts';
import { isMachineFault } from '../../../platform/index.ts';
import type { Worktree } from './worktree.ts';

/** Problems with a repository or a worktree. */
export type WorktreeProblemCode =
  | 'git-unusable'
  | 'not-a-repository'
  | 'is-a-repository'
  | 'no-working-tree'
  | 'no-commit'
  | 'worktree-folder-outside'
  | 'worktree-not-made'
  /** This machine failed, which says nothing about the task. */
  | 'system-refused'
  | 'worktree-not-removed'
  | 'setup-path-refused'
  | 'setup-path-absent'
  | 'setup-path-occupied'
  | 'setup-path-not-ignored'
  | 'setup-path-failed'
  | 'setup-failed'
  | 'interrupted';

/** One problem with a worktree, and how to fix it. */
export function worktreeFailure(
  cause: FailureCause,
  code: WorktreeProblemCode,
  message: string,
  hint?: string,
): Failure<WorktreeProblemCode> {
  return failure(cause, { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) });
}

/** The failure to make a worktree, or to bring it to a commit. @param isRefused - this machine is known to be the cause */
export function notMade({ path }: Worktree, why: string, isRefused = false): Failure<WorktreeProblemCode> {
  const message = `The worktree ${path} cannot be created: ${why}`;
  if (!isRefused && !isMachineFault(why)) return worktreeFailure('environment', 'worktree-not-made', message);
  const hint = 'Fix that and run the same command again: it continues from here.';
  return worktreeFailure('environment', 'system-refused', message, hint);
}

/** Whether any of these is the machine's fault, so that no other executor would get further, and trying again costs nothing. */
export function isMachines(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'system-refused');
}
