import type { Problem } from '../../diagnostics/index.ts';
import type { ModelRequest } from '../flagged_model.ts';
import type { WaitEvent } from '../port.ts';
import type { ImportedPlan } from './import_plan.ts';

/** Which document becomes a plan, and how. */
export type ImportRequest = ModelRequest & {
  /** `-` is standard input. */
  readonly file: string;
  /** A format, or `auto`. */
  readonly from: string;
  /** The heading of the section that is the work. */
  readonly section?: string;
  readonly tag?: string;
  readonly inOrder?: boolean;
  readonly keepDone?: boolean;
  /** Where the plan goes: a new file, `-` for nowhere; left out, a free name among the project's plans. */
  readonly out?: string;
  readonly dryRun?: boolean;
  /** Whether a model points out the work. */
  readonly withModel?: boolean;
};

/** What is told while a document becomes a plan. */
export type ImportEvent =
  | WaitEvent
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /** A plan that was made, and where it went. */
  | { readonly kind: 'imported'; readonly plan: ImportedPlan };
