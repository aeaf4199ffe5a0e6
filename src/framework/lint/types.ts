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

/** A component's text and metadata, apart from where they were found. */
export type Part = Pick<Component, 'kind' | 'file' | 'text' | 'metadata'>;

/** A component that is judged by itself. */
export type Subject = Part & {
  /** The goals that it can name; none given, none judged. */
  readonly goals: readonly Goal[];
};

/** What a goal's components make together, every slot open. */
export type Composition = {
  readonly components: readonly Part[];
  /** Named, and in no layer, with what a person can do: a placeholder stands in the files. */
  readonly missing: readonly (ComponentName & { readonly remedy?: string })[];
  /** The goal's own line, which stands in the file as it is. */
  readonly description: string;
  /** The generated files, in the order in which a model reads them. */
  readonly files: readonly RenderedFile[];
};

/** Something that a rule found in a component. */
export type Hit = {
  /** An offset into the component's text, or the key of its front matter. */
  readonly at: number | { readonly key: string };
  /** What is wrong, in one sentence; `It` is the component. */
  readonly message: string;
  /** Weaker than the rule's own: what could not be judged, for want of metadata. */
  readonly severity?: 'note';
  /** Whether a component is loaded and used without it: of one that a person has written, it is a warning only. */
  readonly loadsWithout?: true;
};

/** Something that a rule found in a composition. */
export type CompositionHit = {
  readonly file: RenderedFile['file'];
  /** An offset into that file. */
  readonly at: number;
  readonly message: string;
  /** The component responsible, where that is known. */
  readonly component?: ComponentName;
  /** What helps; without it, the rule's reason is told. */
  readonly remedy?: string | undefined;
  /** Weaker than the rule's own. */
  readonly severity?: 'warning';
};

/** One rule of the library, with a pair of examples that it fires on and is silent on. */
export type Rule = ComponentRule | CompositionRule;

type Identity = {
  readonly id: RuleId;
  /** What is asked for, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** Why, in one sentence. */
  readonly reason: string;
};

/** A rule that judges a component by itself. The examples are files of the first kind it applies to. */
export type ComponentRule = Identity & {
  readonly applies: readonly ComponentKind[];
  readonly bad: string;
  readonly good: string;
  readonly check: (subject: Subject) => readonly Hit[];
  /** What the same rule asks of components together. */
  readonly checkComposition?: (composition: Composition) => readonly CompositionHit[];
};

/** A rule that judges what components make together. */
export type CompositionRule = Identity & {
  readonly applies: 'composition';
  readonly bad: CompositionExample;
  readonly good: CompositionExample;
  readonly checkComposition: (composition: Composition) => readonly CompositionHit[];
};

/** An example of a composition: the prompt file as it stands, or the components that it is made of. */
export type CompositionExample = string | readonly Part[];
