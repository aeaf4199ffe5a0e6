export type {
  Dropped,
  Finding,
  HunkProof,
  Review,
  ReviewedFile,
  ReviewedGate,
  ReviewedPhase,
  UnionGate,
} from '../generated/reviewed.ts';

import type { Finding, Review } from '../generated/reviewed.ts';

/** How bad a finding is, the least first. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** How bad a finding is. */
export type Severity = Finding['severity'];

/** What the risk of a change is called, the least first. */
export const BANDS = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** What the risk of a change is called. */
export type Band = Review['band'];

/** What a finding is about. */
export type FindingKind = Finding['kind'];
