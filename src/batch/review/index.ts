export { keepReview, REVIEW_FILE, readReview, whyStale } from './review_file.ts';
export { bandOf, countFindings, reaches, riskScore } from './score.ts';
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
} from './types.ts';
