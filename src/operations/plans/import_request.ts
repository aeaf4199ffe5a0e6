import type { Problem } from '../../diagnostics/index.ts';
import type { ModelRequest } from '../flagged_model.ts';
import type { WaitEvent } from '../port.ts';
import type { ImportedPlan } from './import_plan.ts';

/** The document to turn into a plan, and the options. */
export type ImportRequest = ModelRequest & {
  /** `-` is standard input. */
  readonly file: string;
  /** A format, or `auto`. */
  readonly from: string;
  /** The heading of the section with the work. */
  readonly section?: string;
  readonly tag?: string;
  readonly inOrder?: boolean;
  readonly keepDone?: boolean;
  /** The destination of the plan: a new file, or `-` for none; by default, a free name among the project's plans. */
  readonly out?: string;
  readonly dryRun?: boolean;
  /** Whether a model points out the work. */
  readonly withModel?: boolean;
};

/** Events while a document becomes a plan. */
export type ImportEvent =
  | WaitEvent
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /** A plan was made, and possibly written. */
  | { readonly kind: 'imported'; readonly plan: ImportedPlan };
