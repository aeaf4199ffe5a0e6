export { batchStats, type StatsDocument } from './batch_stats.ts';
export { type CountedBatch, isRehearsed } from './counted_batch.ts';
export { type Calibration, calibrationFor } from './estimate_bias.ts';
