export type { BatchView } from './batch_view.ts';
export {
  type AttemptFacts,
  type BlockedPhase,
  type ClosingReport,
  closingReport,
  type DonePhase,
  type FailedPhase,
  type NamedPhase,
  type NextStep,
  type UnprovenCheck,
} from './closing_report.ts';
export { estimateLeft } from './estimate.ts';
export {
  type ActivePhase,
  type AttemptNow,
  activePhases,
  type HeldAccount,
  heldAccounts,
  type PhaseNow,
  phaseNow,
} from './phase_now.ts';
export {
  type BatchUse,
  countsInWords,
  elapsedMs,
  questionsAsked,
  questionsInWords,
  statusNameOf,
  usedSoFar,
} from './summary.ts';
export { decisiveLog } from './which_log.ts';
