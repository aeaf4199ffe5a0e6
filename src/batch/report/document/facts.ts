import type { Problem } from '../../../diagnostics/index.ts';
import type { BatchEvent } from '../../generated/batch.event.ts';
import type { BatchReport, ReportFinding, ReportReview } from '../../generated/batch.report.ts';
import type { BatchManifest } from '../../generated/batch.ts';
import type { BatchState } from '../../store/batch_state.ts';

export type {
  BatchReport,
  ReportAttempt,
  ReportFinding,
  ReportPhase,
  ReportRequirement,
  ReportStatement,
} from '../../generated/batch.report.ts';

/** Everything that a report is made from. There is no other input: the same facts yield the same report, byte for byte. */
export type ReportFacts = {
  readonly manifest: BatchManifest;
  readonly events: readonly BatchEvent[];
  readonly state: BatchState;
  /** Whether a process holds the batch's lock. */
  readonly isHeld: boolean;
  /** The batch's folder, as a person would write it. */
  readonly folder: string;
  readonly plan: PlanFacts;
  readonly git: GitFacts;
  /** The hashes of existing logs, by their path below the batch's folder. */
  readonly logs: ReadonlyMap<string, string>;
  readonly review: ReviewFacts;
  /** Problems with the batch's files. */
  readonly problems: readonly Problem[];
};

/** Parts of the plan that the manifest lacks; empty where the plan is missing, or not the one that was generated from. */
export type PlanFacts = {
  /** By the id of a phase. */
  readonly complexity: ReadonlyMap<string, string>;
  /** The lines of the requirement that a phase serves, as written. By its id. */
  readonly serves: ReadonlyMap<string, string>;
  /** The lines of the requirement, with their numbers. */
  readonly requirement: readonly { readonly number: number; readonly text: string }[];
};

/** Git's facts about a batch's commits. */
export type GitFacts = {
  /** Whether git could be asked. */
  readonly isKnown: boolean;
  /** The commits that are not in the repository. */
  readonly missing: ReadonlySet<string>;
  /** Whether the batch's head is part of what is checked out. */
  readonly isDelivered: boolean;
};

/** The result of `batch review`. */
export type ReviewFacts = ReportReview & { readonly findings: readonly ReportFinding[] };

/** A report with problems in the usual form and without its schema. */
export type ReportDocument = Omit<BatchReport, 'schema' | 'problems'> & {
  readonly problems: readonly Problem[];
};
