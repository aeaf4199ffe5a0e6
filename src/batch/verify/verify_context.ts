import type { Git } from '../../platform/index.ts';
import type { Repository } from '../git/worktrees/repository.ts';
import type { Worktree } from '../git/worktrees/worktree.ts';

/** Where an attempt worked, and who looks at it; the signal ends what waits. */
export type VerifyContext = {
  readonly git: Git;
  readonly repository: Repository;
  readonly worktree: Worktree;
  /** Of the attempt, by which its doings elsewhere are known. */
  readonly token?: string;
  readonly signal: AbortSignal;
};
