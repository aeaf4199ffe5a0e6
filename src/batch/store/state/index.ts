export { currentAttempt } from './current_attempt.ts';
export { type Applied, type BatchFold, baselineKey, batchFold, type FoldProblem, foldBatch } from './fold.ts';
export { outcomeOf } from './outcome.ts';
export { commitsInDoubt, type RecoveryAction, type RecoveryFacts, recovery } from './recovery.ts';
export { resultsOn } from './results_on.ts';
export { costTold, type TokensTold, tokensOf, tokensUsed } from './tokens.ts';
