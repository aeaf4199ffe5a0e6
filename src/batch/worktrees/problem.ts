import { type Failure, type FailureCause, failure } from '../../diagnostics/index.ts';

/** What can be wrong with a repository or a worktree. */
export type WorktreeProblemCode =
  | 'git-unusable'
  | 'not-a-repository'
  | 'is-a-repository'
  | 'no-working-tree'
  | 'no-commit'
  | 'worktree-folder-outside'
  | 'worktree-not-made'
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
