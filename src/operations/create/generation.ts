import type { Problem } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { ModelRequest } from '../flagged_model.ts';
import type { Port, WaitEvent } from '../port.ts';
import type { Workspace } from '../workspace.ts';
import type { Draft, Wanted } from './generate_components.ts';
import type { Why } from './missing_component.ts';
import type { IncompleteFramework } from './prepare_framework.ts';

/** How missing components are generated. */
export type GenerationRequest = ModelRequest & {
  /** Whether any are. */
  readonly generate: boolean;
  /** The flag that says that none are, where it is another than `--no-generate`. */
  readonly forbidding?: '--no-model';
  /** What they are to be, each as `FILE="one line"`. */
  readonly describe?: readonly string[];
  /** Whether what a model wrote is used without asking. */
  readonly yes?: boolean;
};

/** What is told while missing components are had. */
export type GenerationEvent =
  | WaitEvent
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /** Components are missing, and a model is about to write them. */
  | { readonly kind: 'generating'; readonly framework: IncompleteFramework }
  /** Components are missing; none of these is generated. */
  | {
      readonly kind: 'not-generated';
      readonly framework: IncompleteFramework;
      readonly isAll: boolean;
      readonly why: Why;
    }
  /** No one described a component, and this is what a model is told. */
  | { readonly kind: 'description-derived'; readonly file: string; readonly description: string }
  /** A model was asked for these, and gave none of them. */
  | { readonly kind: 'generation-failed'; readonly files: readonly string[]; readonly why: Why }
  /** What a model wrote, or what was made of it, to be judged by a person. Untrusted. */
  | { readonly kind: 'draft'; readonly file: string; readonly text: string }
  /** A text could not be edited. */
  | { readonly kind: 'edit-failed'; readonly problems: readonly Problem[] }
  /** A text that was edited cannot be used. */
  | {
      readonly kind: 'edit-refused';
      readonly component: Wanted['name']['kind'];
      readonly faults: readonly string[];
    }
  | {
      readonly kind: 'component-saved';
      readonly draft: Draft;
      readonly file: string;
      readonly outcome: 'saved' | 'exists';
    };

/** What having the missing components of a framework written needs. */
export type Generation = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly framework: IncompleteFramework;
  readonly request: GenerationRequest;
  readonly port: Port<GenerationEvent>;
  /** Called when a component was saved, which stays whatever happens then. */
  readonly onSaved: () => void;
};
