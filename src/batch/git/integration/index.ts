export { commitTree, findTree, isAncestor, missingCommits, rememberTree, treeOf } from './commits.ts';
export { type BatchHead, beginAt, headOf, prepareHead } from './head.ts';
export type { IntegrationProblemCode } from './integration_problem.ts';
export { type AttemptMerge, mergeAttempt } from './merge_attempt.ts';
export { mergeTrees } from './merge_trees.ts';
export { type HeadMove, moveHead } from './move_head.ts';
export { planUndo, type UndoPlan } from './plan_undo.ts';
export { type RefUpdate, updateRefs } from './update_refs.ts';
