export { type BatchStatusName, batchStatusName } from './batch_status_name.ts';
export { checkInWords } from './check_words.ts';
export { type Check, checksOf, isFlaky, provesLittle } from './checks.ts';
export { leftRunning } from './left_running.ts';
export { readBeats } from './read_beats.ts';
export {
  batchStatus,
  countPhases,
  filesChanged,
  gatesAt,
  refusalsOf,
  type StatusDocument,
  type StatusFacts,
} from './status.ts';
