export { type PhaseDiff, phaseFinder, reviewPhases, withoutRepeatedFlakiness } from './batch_review.ts';
export { carriedOver, type ReadingName, withCarriedHunks } from './carry_over.ts';
export type { Diff, DiffFault, DiffFile } from './diff/diff.ts';
export { lineAfter } from './diff/line_through.ts';
export { parseDiff } from './diff/parse_diff.ts';
export {
  BANDS,
  type Band,
  type Dropped,
  type Finding,
  type FindingKind,
  type HunkProof,
  type Review,
  type ReviewedFile,
  type ReviewedGate,
  type ReviewedPhase,
  SEVERITIES,
  type Severity,
  type UnionGate,
} from './finding.ts';
export { fixedBatch, fixPlan, roundOf } from './fix_plan.ts';
export type { OwnedGate, ReadSide } from './gate_programs/gate_program.ts';
export { createProgramFinder, type FoundPrograms } from './gate_programs/program_finder.ts';
export {
  type Asking,
  commitDiff,
  type DiffText,
  generatedMarks,
  LARGEST_DIFF,
  LINK_MODE,
  readAsGit,
  unknownFiles,
  workingDiff,
} from './git_diff.ts';
export { makeReview, type ReviewFrame, structuralFindings } from './make_review.ts';
export { changeOf } from './read_change.ts';
export { keepReview, REVIEW_FILE, readReview, staleReason } from './review_file.ts';
export { bandOf, reaches, riskScore } from './score.ts';
export { type ModelReadings, type ReadPart, readWithModel } from './semantic/read_with_model.ts';
export { type Bench, type BenchParts, openBench } from './trial/bench.ts';
export { type PhaseTrial, tryPhase } from './trial/load_bearing.ts';
export { mergedInOrder, provenOn, tryUnion, type UnionTrial } from './trial/union.ts';
export { unfixedFindings } from './unfixed_findings.ts';
