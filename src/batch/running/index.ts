export { type HeldBatch, type HoldBatchCode, holdBatch } from './hold_batch.ts';
export { type BatchHistory, type BatchHistoryCode, readHistory } from './read_history.ts';
export { type SettledHead, settledHead, settleHead } from './settled_head.ts';
