import type { Problem } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { ModelRequest } from '../flagged_model.ts';
import type { Port, WaitEvent } from '../port.ts';
import type { Workspace } from '../workspace.ts';
import type { ComponentDraft, WantedComponent } from './generate_components.ts';
import type { MissingReason } from './missing_component.ts';
import type { IncompleteFramework } from './prepare_framework.ts';

/** Options for generating missing components. */
export type GenerationRequest = ModelRequest & {
  /** Whether to generate any. */
  readonly generate: boolean;
  /** The flag that forbids generating, if it is not `--no-generate`. */
  readonly forbidding?: '--no-model';
  /** Descriptions of the components, each as `FILE="one line"`. */
  readonly describe?: readonly string[];
  /** Whether to use a model's text without asking. */
  readonly yes?: boolean;
};

/** Events of generating missing components. */
export type GenerationEvent =
  | WaitEvent
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /** Components are missing, and a model is about to write them. */
  | { readonly kind: 'generating'; readonly framework: IncompleteFramework }
  /** Components are missing, and none of these will be generated. */
  | {
      readonly kind: 'not-generated';
      readonly framework: IncompleteFramework;
      readonly isAll: boolean;
      readonly why: MissingReason;
    }
  /** Nobody described a component; the model gets this description. */
  | { readonly kind: 'description-derived'; readonly file: string; readonly description: string }
  /** The model was asked for these files, and delivered none of them. */
  | { readonly kind: 'generation-failed'; readonly files: readonly string[]; readonly why: MissingReason }
  /** A model's text, possibly edited, to be reviewed by a person. Untrusted. */
  | { readonly kind: 'draft'; readonly file: string; readonly text: string }
  /** A text could not be edited. */
  | { readonly kind: 'edit-failed'; readonly problems: readonly Problem[] }
  /** An edited text cannot be used. */
  | {
      readonly kind: 'edit-refused';
      readonly component: WantedComponent['name']['kind'];
      readonly faults: readonly string[];
    }
  | {
      readonly kind: 'component-saved';
      readonly draft: ComponentDraft;
      readonly file: string;
      readonly outcome: 'saved' | 'exists';
    };

/** The dependencies and options for generating a framework's missing components. */
export type Generation = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly framework: IncompleteFramework;
  readonly request: GenerationRequest;
  readonly port: Port<GenerationEvent>;
  /** Called when a component was saved, which stays even if a later step fails. */
  readonly onSaved: () => void;
};
