import type { Band } from '../../batch/index.ts';
import type { GenerateEvent } from '../batches/generate_new_batch.ts';
import type { RunOptions } from '../batches/run_options.ts';
import type { RunEvent } from '../batches/run_whole_batch.ts';
import type { WaitEvent } from '../port.ts';
import type { GateCommandsEvent } from './approve_gates.ts';
import type { ModelReadingOptions } from './ask_model.ts';
import type { ReviewEvent } from './review_change.ts';
import type { TrialEvent } from './try_gates.ts';
import type { FixPlan } from './write_fix_plan.ts';

/** The batch to review, and the options. */
export type BatchReviewRequest = ModelReadingOptions & {
  /** As typed. */
  readonly batch: string;
  readonly gate?: Band | undefined;
  /** Takes hunks out and runs the gates again. */
  readonly loadBearing?: boolean | undefined;
  /** Runs the gates of all phases on the finished branch. */
  readonly union?: boolean | undefined;
  /** The time limit for both, as typed. */
  readonly time?: string | undefined;
  /** Whether gates run without asking. */
  readonly yes?: boolean | undefined;
  /** Writes a plan that fixes the findings. */
  readonly fix?: boolean | undefined;
  /** Carries out such plans, one after the other; the most rounds, as typed. */
  readonly rounds?: string | undefined;
  /** Options for running the batches of these rounds. */
  readonly run?: Omit<RunOptions, 'batch' | 'dryRun' | 'yes'> | undefined;
  /** Whether nothing is written, including the review in the batch's folder. */
  readonly readsOnly?: boolean | undefined;
};

/** A plan that fixes the findings was written. */
export type FixPlanEvent = { readonly kind: 'fix-plan'; readonly plan: FixPlan };

/** Events of a batch review. */
export type BatchReviewEvent =
  | ReviewEvent
  | GateCommandsEvent
  | TrialEvent
  | WaitEvent
  | FixPlanEvent
  /** A fix plan is carried out. */
  | { readonly kind: 'round'; readonly round: number; readonly file: string }
  | GenerateEvent
  /** An event of the run of such a plan's batch. */
  | { readonly kind: 'run'; readonly event: RunEvent }
  /** Nothing more is fixed. */
  | { readonly kind: 'rounds-ended'; readonly why: string; readonly merge: readonly number[] };
