export { type ArchiveCode, archiveBatch } from './archive_batch.ts';
export {
  type AttemptFiles,
  attemptFiles,
  attemptNames,
  keptSetupLog,
  logsFolder,
  RUN_FOLDERS,
  reportFiles,
} from './attempt_files.ts';
export { type CreateBatchCode, createBatch, type RenderedBatch } from './create_batch.ts';
export { type ClaimOwner, type NumberClaims, openClaims, writtenClaims } from './number_claims.ts';
export { nextNumber } from './numbers.ts';
export { findProject, type Project, type ProjectProblemCode } from './project.ts';
export {
  archivedNumbers,
  batchNumbers,
  MANIFEST_FILE,
  type ReadBatchCode,
  readBatch,
  readPrompt,
  type StoredBatch,
} from './read_batch.ts';
export { writeIgnores } from './state_ignores.ts';
