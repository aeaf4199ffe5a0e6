import type { Git } from '../../platform/index.ts';
import type { Repository } from '../git/worktrees/repository.ts';
import type { Worktree } from '../git/worktrees/worktree.ts';

/** The worktree of an attempt, and the access to git for checking it; the signal ends waits. */
export type VerifyContext = {
  readonly git: Git;
  readonly repository: Repository;
  readonly worktree: Worktree;
  /** The attempt's token, which identifies its actions elsewhere. */
  readonly token?: string;
  readonly signal: AbortSignal;
};
