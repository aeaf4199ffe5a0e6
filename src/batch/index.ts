export * from './delivery/index.ts';
export * from './folder/index.ts';
export * from './generation/index.ts';
export * from './integration/index.ts';
export * from './running/index.ts';
export { JOURNAL_FILE, LOCK_FOLDER } from './running/read_history.ts';
export * from './status/index.ts';
export type {
  AttemptRecord,
  BatchEvent,
  BatchManifest,
  BatchState,
  ManifestGate,
  ManifestPhase,
  PhaseRecord,
  ProcessIdentity,
} from './types.ts';
export * from './view/index.ts';
export { openRepository, type Repository } from './worktrees/repository.ts';
export { listWorktrees, removeWorktree, type WorktreeContext } from './worktrees/worktrees.ts';
