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

/** The severities of findings, the lowest first. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** The severity of a finding. */
export type Severity = Finding['severity'];

/** The bands of a change's risk, the lowest first. */
export const BANDS = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** The band of a change's risk. */
export type Band = Review['band'];

/** The subject of a finding. */
export type FindingKind = Finding['kind'];
