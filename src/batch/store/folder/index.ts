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
export {
  JOURNAL_FILE,
  journalsNamePlaces,
  type PlanCopy,
  readBatchFiles,
  readPlanCopy,
} from './batch_files.ts';
export { type CreateBatchCode, createBatch, type RenderedBatch } from './create_batch.ts';
export { type ClaimOwner, type NumberClaims, openClaims, writtenClaims } from './number_claims.ts';
export { nextNumber } from './numbers.ts';
export { findProject, type Project, type ProjectProblemCode, pathInProject } from './project.ts';
export {
  type ArchiveChoice,
  batchFolder,
  batchNumbers,
  MANIFEST_FILE,
  manifestInProject,
  type ReadBatchCode,
  readBatch,
  readPrompt,
  type StoredBatch,
} from './read_batch.ts';
export { writeIgnores } from './state_ignores.ts';
