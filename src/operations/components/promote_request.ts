import type { WorkspaceOptions } from '../workspace.ts';
import type { PromotionOutcome } from './carry_out_promotion.ts';
import type { PromotedEdits } from './plan_promoted_edits.ts';
import type { Promotion } from './plan_promotion.ts';
import type { PromotedStatus } from './promote_status.ts';

/** The component to promote in the library, and the options. */
export type PromoteRequest = WorkspaceOptions & {
  /** The component: its name, with or without the ending, or a path to it. */
  readonly file?: string | undefined;
  readonly kind?: string;
  readonly to?: 'user' | 'project';
  readonly status?: string;
  readonly by?: string;
  readonly why?: string;
  readonly eval?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
};

/** Events of a promotion. */
export type PromoteEvent =
  /** The planned move to another layer, before it is confirmed. */
  | { readonly kind: 'move-planned'; readonly promotion: Promotion; readonly isDryRun: boolean }
  | { readonly kind: 'moved'; readonly promotion: Promotion; readonly carried: PromotionOutcome }
  | {
      readonly kind: 'status-raised';
      readonly promoted: PromotedStatus;
      readonly by: string;
      readonly isDryRun: boolean;
    }
  /** Manual edits of a framework, as new versions of its components. */
  | { readonly kind: 'edits-planned'; readonly edits: PromotedEdits; readonly isDryRun: boolean }
  | { readonly kind: 'edits-promoted'; readonly edits: PromotedEdits };
