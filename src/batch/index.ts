export type { ExecutorDoubtCode } from './executors/agents/doubt_code.ts';
export * from './executors/agents/index.ts';
export type { Executor } from './executors/executor.ts';
export * from './executors/index.ts';
export * from './executors/model_loop/index.ts';
export type { BatchEvent, ProcessIdentity } from './generated/batch.event.ts';
export type { Handover } from './generated/batch.handover.ts';
export type { BatchManifest, ManifestGate, ManifestPhase } from './generated/batch.ts';
export * from './git/delivery/index.ts';
export * from './git/integration/index.ts';
export * from './git/worktrees/index.ts';
export * from './prompts/index.ts';
export * from './remote/handover/index.ts';
export * from './remote/placements/index.ts';
export * from './report/document/index.ts';
export * from './report/formats/index.ts';
export * from './report/statistics/index.ts';
export * from './report/status/index.ts';
export * from './report/view/index.ts';
export * from './review/index.ts';
export * from './run/index.ts';
export * from './safety/consent/index.ts';
export * from './safety/sandbox/index.ts';
export {
  causeInWords,
  decisiveLine,
  evidenceExcerpt,
  issuesShown,
  LOCAL,
  reasonInWords,
  rungThatHelped,
  sameAnswer,
} from './scheduling/index.ts';
export type { AttemptRecord, Away, BatchState, PhaseRecord } from './store/batch_state.ts';
export { type BatchStore, folderStore } from './store/batch_store.ts';
export {
  type ArchiveCode,
  type AttemptFiles,
  attemptFiles,
  attemptNames,
  type ClaimOwner,
  type CreateBatchCode,
  findProject,
  logsFolder,
  manifestInProject,
  type NumberClaims,
  openClaims,
  type PlanCopy,
  type Project,
  type ProjectProblemCode,
  pathInProject,
  type ReadBatchCode,
  type RenderedBatch,
  RUN_FOLDERS,
  type StoredBatch,
  writeIgnores,
} from './store/folder/index.ts';
export { type HeldBatch, type HoldBatchCode, isAway } from './store/hold_batch.ts';
export { isJournalFault, type JournalProblemCode } from './store/journal/index.ts';
export type { KnownHistory } from './store/known_history.ts';
export { type LastLook, readLastLook, writeLastLook } from './store/last_look.ts';
export type { BatchHistory, BatchHistoryCode } from './store/read_history.ts';
export {
  attemptsPrefix,
  batchRefs,
  visibleBranch,
  visibleRef,
} from './store/refs.ts';
export { batchFold } from './store/state/index.ts';
export { TOKEN_VARIABLE } from './store/token_variable.ts';
export { type ReportPlace, reportPlace, writeReport } from './store/written_reports.ts';
export * from './verify/index.ts';
