export { isAncestor, missingCommits } from './commits.ts';
export { type BatchHead, headOf, prepareHead } from './head.ts';
export { type AttemptMerge, mergeAttempt } from './merge_attempt.ts';
export { type HeadMove, moveHead } from './move_head.ts';
export { planUndo, type UndoPlan } from './plan_undo.ts';
export type { IntegrationProblemCode } from './problem.ts';
export { headRef, visibleBranch } from './refs.ts';
