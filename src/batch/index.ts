export * from './folder/index.ts';
export * from './generation/index.ts';
export * from './running/index.ts';
export { JOURNAL_FILE, LOCK_FOLDER } from './running/read_history.ts';
export * from './status/index.ts';
export type {
  BatchEvent,
  BatchManifest,
  ManifestGate,
  ManifestPhase,
  PhaseRecord,
  ProcessIdentity,
} from './types.ts';
export * from './view/index.ts';
