import type { FileDiff } from '../frameworks/update_diff.ts';
import type { UpdateReport } from '../frameworks/update_report.ts';
import type { GenerationEvent } from './generation.ts';
import type { PreparedFramework } from './prepare_framework.ts';
import type { Proposal } from './proposal.ts';
import type { FoundFramework, WrittenFramework } from './write_framework.ts';

/** Events of making a framework. */
export type NewEvent =
  | GenerationEvent
  /** Questions follow. */
  | { readonly kind: 'questions-begin' }
  /** A model is asked for a proposal. */
  | { readonly kind: 'proposing'; readonly model: string }
  | {
      readonly kind: 'proposed';
      readonly proposal: Proposal;
      readonly sentence: string;
      /** Answers that were given, and so are not taken from the proposal: `name`, `variant`, inputs. */
      readonly given: readonly string[];
    }
  /** An interrupted earlier write was repaired. */
  | { readonly kind: 'repaired'; readonly repaired: FoundFramework['repaired'] }
  /** The changes that overwriting the existing framework would make. */
  | { readonly kind: 'difference'; readonly directory: string; readonly diffs: readonly FileDiff[] }
  /** The components of the framework. */
  | { readonly kind: 'chosen'; readonly framework: PreparedFramework; readonly isPersonaGiven: boolean }
  /** The framework that would be written; nothing was written. */
  | { readonly kind: 'previewed'; readonly framework: PreparedFramework }
  | {
      readonly kind: 'written';
      readonly framework: PreparedFramework;
      readonly outcome: WrittenFramework['outcome'];
    }
  /** The framework was merged into the existing one. */
  | { readonly kind: 'merged'; readonly framework: PreparedFramework; readonly report: UpdateReport };
