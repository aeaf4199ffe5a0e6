import type { Band } from '../../batch/index.ts';
import type { GenerateEvent } from '../batches/generate_new_batch.ts';
import type { RunOptions } from '../batches/run_options.ts';
import type { RunEvent } from '../batches/run_whole_batch.ts';
import type { WaitEvent } from '../port.ts';
import type { GateCommandsEvent } from './approve_gates.ts';
import type { ModelWish } from './ask_model.ts';
import type { ReviewEvent } from './review_change.ts';
import type { TrialEvent } from './try_gates.ts';
import type { FixPlan } from './write_fix_plan.ts';

/** Which batch is to be reviewed, and how. */
export type BatchReviewRequest = ModelWish & {
  /** As it was typed. */
  readonly batch: string;
  readonly gate?: Band | undefined;
  /** Takes hunks out and runs the gates again. */
  readonly loadBearing?: boolean | undefined;
  /** Runs the gates of all phases on the finished branch. */
  readonly union?: boolean | undefined;
  /** How long both may take, as it was typed. */
  readonly time?: string | undefined;
  /** Whether gates run without asking. */
  readonly yes?: boolean | undefined;
  /** Writes a plan that mends what was found. */
  readonly fix?: boolean | undefined;
  /** Carries such plans out, one after the other, and how many at most, as it was typed. */
  readonly rounds?: string | undefined;
  /** How the batches of these rounds are run. */
  readonly run?: Omit<RunOptions, 'batch' | 'dryRun' | 'yes'> | undefined;
  /** Whether nothing is written, the review in the batch's folder included. */
  readonly readsOnly?: boolean | undefined;
};

/** That a plan was written that mends what was found. */
export type FixPlanEvent = { readonly kind: 'fix-plan'; readonly plan: FixPlan };

/** What is told while a batch is reviewed. */
export type BatchReviewEvent =
  | ReviewEvent
  | GateCommandsEvent
  | TrialEvent
  | WaitEvent
  | FixPlanEvent
  /** A plan that mends is carried out. */
  | { readonly kind: 'round'; readonly round: number; readonly file: string }
  | GenerateEvent
  /** What is told while the batch of such a plan runs. */
  | { readonly kind: 'run'; readonly event: RunEvent }
  /** Nothing more is mended. */
  | { readonly kind: 'rounds-ended'; readonly why: string; readonly merge: readonly number[] };
