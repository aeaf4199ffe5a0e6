export * from './catalogue/index.ts';
export {
  badValue,
  type FilledPhase,
  filledPhases,
  type PatternInput,
  type PatternValueCode,
  type PatternValues,
  patternValues,
  valueWithoutInput,
} from './filling/fill_pattern.ts';
export { placeholdersIn } from './filling/placeholders.ts';
export type { PatternOutcome } from './generated/pattern.outcome.ts';
export type { KnownIssue, PatternFile, PatternPhase } from './generated/pattern.ts';
export {
  duplicateProblem,
  earlierDuplicate,
  findPattern,
  type PatternLibrary,
  PROJECT_PATTERNS,
  patternFolders,
  readPatternFile,
  readPatterns,
} from './library/layers.ts';
export { type Pattern, type PatternLayer, type PatternProblemCode, qualifiedId } from './library/pattern.ts';
export { readPattern } from './library/read_pattern.ts';
export {
  indexPatterns,
  type Matched,
  type NearPattern,
  type PatternMatch,
} from './matching/match_patterns.ts';
export {
  type KeptOutcomes,
  OUTCOMES_FOLDER,
  type OutcomeProblemCode,
  readOutcomes,
  recordOutcome,
} from './outcomes/outcome_store.ts';
export { type PatternRecord, type PatternStage, recordOf } from './outcomes/statistics.ts';
export { printBundle, readBundle } from './sharing/bundle.ts';
export { printPattern } from './sharing/print_pattern.ts';
