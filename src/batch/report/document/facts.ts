import type { Problem } from '../../../diagnostics/index.ts';
import type { BatchReport, ReportFinding, ReportReview } from '../../generated/batch.report.ts';
import type { BatchEvent, BatchManifest, BatchState } from '../../types.ts';

export type {
  BatchReport,
  ReportAttempt,
  ReportFinding,
  ReportPhase,
  ReportRequirement,
  ReportStatement,
} from '../../generated/batch.report.ts';

/** Everything that a report is made of. Nothing else goes into it: the same facts make the same report, byte for byte. */
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
  /** The hashes of logs that are there, by their place below the batch's folder. */
  readonly logs: ReadonlyMap<string, string>;
  readonly review: ReviewFacts;
  /** What is wrong with the batch's files. */
  readonly problems: readonly Problem[];
};

/** What the manifest leaves out of the plan; empty where the plan is not there, or not the one that was generated from. */
export type PlanFacts = {
  /** By the id of a phase. */
  readonly complexity: ReadonlyMap<string, string>;
  /** Which lines of the requirement a phase serves, as written. By its id. */
  readonly serves: ReadonlyMap<string, string>;
  /** The lines of the requirement, with their numbers. */
  readonly requirement: readonly { readonly number: number; readonly text: string }[];
};

/** What git tells of a batch's commits. */
export type GitFacts = {
  /** Whether git could be asked. */
  readonly isKnown: boolean;
  /** The commits that are not in the repository. */
  readonly missing: ReadonlySet<string>;
  /** Whether the batch's head is part of what is checked out. */
  readonly isDelivered: boolean;
};

/** What `batch review` left. */
export type ReviewFacts = ReportReview & { readonly findings: readonly ReportFinding[] };

/** A report with problems as they are reported everywhere, without its schema. */
export type ReportDocument = Omit<BatchReport, 'schema' | 'problems'> & {
  readonly problems: readonly Problem[];
};
