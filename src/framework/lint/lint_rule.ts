import type { Severity } from '../../diagnostics/index.ts';
import type { RenderedFile } from '../composition/index.ts';
import type { Goal } from '../goal_map/index.ts';
import type { Component, ComponentKind, ComponentName } from '../library/index.ts';

/** The permanent names of the rules. */
export type RuleId =
  | 'P01'
  | 'P04'
  | 'R01'
  | 'R04'
  | 'R05'
  | 'R06'
  | 'C02'
  | 'C04'
  | 'A01'
  | 'A02'
  | 'A03'
  | 'A04'
  | 'A05'
  | 'A06'
  | 'A07'
  | 'A08'
  | 'A09'
  | 'A10'
  | 'A11'
  | 'A12'
  | 'A13'
  | 'A14'
  | 'A15'
  | 'F01';

/** The code of a rule's findings. */
export type LintCode = `lint-${Lowercase<RuleId>}`;

/** A component's text and metadata, independent of its location. */
export type Part = Pick<Component, 'kind' | 'file' | 'text' | 'metadata'>;

/** A component that is checked by itself. */
export type Subject = Part & {
  /** The goals that it can name; if empty, its goals are not checked. */
  readonly goals: readonly Goal[];
};

/** The combination of a goal's components, every slot open. */
export type Composition = {
  readonly components: readonly Part[];
  /** Named, but in no layer, with a remedy for the person: the files contain a placeholder for each. */
  readonly missing: readonly (ComponentName & { readonly remedy?: string })[];
  /** The goal's own line, verbatim as in the file. */
  readonly description: string;
  /** The generated files, in the order in which a model reads them. */
  readonly files: readonly RenderedFile[];
};

/** A rule's finding in a component. */
export type Hit = {
  /** An offset in the component's text, or the key of its front matter. */
  readonly at: number | { readonly key: string };
  /** The fault in one sentence; `It` is the component. */
  readonly message: string;
  /** Weaker than the rule's own: it could not be checked, for want of metadata. */
  readonly severity?: 'note';
  /** Whether a component is loaded and used in spite of it: in a hand-written one, it is only a warning. */
  readonly loadsWithout?: true;
};

/** A rule's finding in a composition. */
export type CompositionHit = {
  readonly file: RenderedFile['file'];
  /** An offset in that file. */
  readonly at: number;
  readonly message: string;
  /** The component responsible, if known. */
  readonly component?: ComponentName;
  /** The remedy; without it, the rule's reason is shown. */
  readonly remedy?: string | undefined;
  /** Weaker than the rule's own. */
  readonly severity?: 'warning';
};

/** A lint rule, with an example that it fires on and one that it is silent on. */
export type Rule = ComponentRule | CompositionRule;

type Identity = {
  readonly id: RuleId;
  /** The requirement, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** Why, in one sentence. */
  readonly reason: string;
};

/** A rule that checks a component by itself. The examples are files of the first kind it applies to. */
export type ComponentRule = Identity & {
  readonly applies: readonly ComponentKind[];
  readonly bad: string;
  readonly good: string;
  readonly check: (subject: Subject) => readonly Hit[];
  /** The same rule's check of components together. */
  readonly checkComposition?: (composition: Composition) => readonly CompositionHit[];
};

/** A rule that checks the combination of components. */
export type CompositionRule = Identity & {
  readonly applies: 'composition';
  readonly bad: CompositionExample;
  readonly good: CompositionExample;
  readonly checkComposition: (composition: Composition) => readonly CompositionHit[];
};

/** An example of a composition: a complete prompt file, or the components that it is made of. */
export type CompositionExample = string | readonly Part[];
