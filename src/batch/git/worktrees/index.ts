export { bringClone, differs } from './clone.ts';
export { checkInPlace, openInPlace } from './in_place.ts';
export { bringWorktree } from './kept_worktree.ts';
export { openRepository, type Repository } from './repository.ts';
export { openSetupCache } from './setup_cache.ts';
export { runSetup, type SetupCommand } from './setup_command.ts';
export { bringSetupPaths, type SetupPaths } from './setup_paths.ts';
export type { SparseNeeds } from './sparse.ts';
export { type SetupSuggestion, suggestSetup } from './suggestions.ts';
export type { Isolation, Worktree } from './worktree.ts';
export { isMachines, type WorktreeProblemCode } from './worktree_problem.ts';
export { ownRecord, repairWorktree, worktreeEnvironment, worktreeRecord } from './worktree_record.ts';
export {
  createWorktree,
  listWorktrees,
  ownObjects,
  removeWorktree,
  type WorktreeContext,
  worktreeName,
  worktreePath,
} from './worktrees.ts';
