export { type HeldBatch, type HoldBatchCode, holdBatch } from './hold_batch.ts';
export { checkOwner, type OwnRefsCode, ownRefs } from './own_refs.ts';
export { type BatchHistory, type BatchHistoryCode, readHistory } from './read_history.ts';
export { type RehearsalParts, rehearse } from './rehearse.ts';
export { type RunWishes, runRules } from './rules.ts';
export type { Decision, RunControl, RunEnd } from './run_batch.ts';
export { type SettledHead, settledHead, settleHead } from './settled_head.ts';
export { type RunNews, type RunParts, startRun } from './start_run.ts';
export type { RunRules } from './types.ts';
