export * from './agents/index.ts';
export * from './consent/index.ts';
export * from './delivery/index.ts';
export * from './executors/index.ts';
export { gitUnusable } from './git_unusable.ts';
export * from './integration/index.ts';
export * from './model_loop/index.ts';
export * from './prompts/index.ts';
export * from './run/index.ts';
export { JOURNAL_FILE, LOCK_FOLDER } from './run/read_history.ts';
export * from './status/index.ts';
export * from './store/folder/index.ts';
export type {
  AttemptRecord,
  BatchEvent,
  BatchManifest,
  BatchState,
  Executor,
  ManifestGate,
  ManifestPhase,
  PhaseRecord,
  ProcessIdentity,
} from './types.ts';
export * from './verify/index.ts';
export * from './view/index.ts';
export * from './worktrees/index.ts';
