export { type ExpectedErrorCode, expectedError } from './expected_error.ts';
export { heldAt, pastHolds } from './hold_executor.ts';
export { checkOwner, type OwnRefsCode, ownRefs } from './own_refs.ts';
export { type RehearsalParts, rehearse } from './rehearse.ts';
export { type RunWishes, runRules } from './rules.ts';
export type { Decision, RunControl, RunEnd } from './run_batch.ts';
export { type HeadProblemCode, type SettledHead, settledHead, settleHead } from './settled_head.ts';
export { type RunNews, type RunParts, startRun } from './start_run.ts';
export type { RunRules } from './types.ts';
