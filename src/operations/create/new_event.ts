import type { FileDiff } from '../frameworks/update_diff.ts';
import type { UpdateReport } from '../frameworks/update_report.ts';
import type { GenerationEvent } from './generation.ts';
import type { PreparedFramework } from './prepare_framework.ts';
import type { Proposal } from './proposal.ts';
import type { FoundFramework, WrittenFramework } from './write_framework.ts';

/** What is told while a framework is made. */
export type NewEvent =
  | GenerationEvent
  /** Questions follow. */
  | { readonly kind: 'questions-begin' }
  /** A model is asked what fits a sentence. */
  | { readonly kind: 'proposing'; readonly model: string }
  | {
      readonly kind: 'proposed';
      readonly proposal: Proposal;
      readonly sentence: string;
      /** What was given, and is not taken from the proposal: `name`, `variant`, inputs. */
      readonly given: readonly string[];
    }
  /** An earlier write had been interrupted, and was put in order. */
  | { readonly kind: 'mended'; readonly mended: FoundFramework['mended'] }
  /** What overwriting the framework that is there would change. */
  | { readonly kind: 'difference'; readonly directory: string; readonly diffs: readonly FileDiff[] }
  /** Which components it has. */
  | { readonly kind: 'chosen'; readonly framework: PreparedFramework; readonly isPersonaGiven: boolean }
  /** What would be written; nothing was. */
  | { readonly kind: 'previewed'; readonly framework: PreparedFramework }
  | {
      readonly kind: 'written';
      readonly framework: PreparedFramework;
      readonly outcome: WrittenFramework['outcome'];
    }
  /** It was merged into the one that is there. */
  | { readonly kind: 'merged'; readonly framework: PreparedFramework; readonly report: UpdateReport };
