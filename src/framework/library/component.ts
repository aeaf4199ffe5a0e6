/** The three kinds of component. */
export type ComponentKind = 'persona' | 'protocol' | 'constraint';

/** The layers that a component can be found in, in search order. */
export type LayerName = 'project' | 'user' | 'built-in';

/** The origin of a component: shipped, written by hand, or generated. */
export type Origin = 'seed' | 'hand' | 'generated';

/** One text snippet that frameworks are composed of. */
export type Component = {
  readonly kind: ComponentKind;
  /** The file's name, its only name: `meticulous_auditor.txt`. */
  readonly file: string;
  readonly layer: LayerName;
  /** Absolute. */
  readonly path: string;
  readonly origin: Origin;
  /** The text as assembled: without front matter and without line ends at its end. */
  readonly text: string;
  /** Hash of {@link text}. */
  readonly sha256: string;
  readonly metadata: FrontMatter;
};

/** A component's flat front matter; empty for a file without any. */
export type FrontMatter = Readonly<Record<string, FrontMatterValue>>;

/** A value of front matter: a scalar, a list of scalars, or one level of named scalars. */
export type FrontMatterValue = Scalar | readonly Scalar[] | Readonly<Record<string, Scalar>>;

type Scalar = string | number | boolean | null;

/** A shipped component as the build prepares it, so that nothing has to be parsed at start. */
export type BuiltInComponent = Pick<Component, 'kind' | 'file' | 'origin' | 'text' | 'sha256' | 'metadata'>;

/** A layer of the library: a folder of components, or the built-in index. */
export type Layer =
  | { readonly name: 'project' | 'user'; readonly folder: string }
  | {
      readonly name: 'built-in';
      readonly folder: string;
      readonly components: readonly ComponentName[];
      readonly read: (name: ComponentName) => BuiltInComponent;
    };

/** The layers, in search order. */
export type Library = readonly Layer[];

/** Names one component. */
export type ComponentName = { readonly kind: ComponentKind; readonly file: string };

/** Codes of all problems that a component's file can have. */
export type ComponentProblemCode =
  | 'component-unreadable'
  | 'component-not-text'
  | 'component-too-large'
  | 'component-outside-library'
  | 'component-empty'
  | 'component-conflict'
  | 'component-hidden-text'
  | 'component-front-matter'
  | 'component-wrong-kind';

/** The folder of each kind inside a layer. */
export const FOLDERS = { persona: 'personas', protocol: 'protocols', constraint: 'constraints' } as const;

/** The kinds in the order in which a framework uses them. */
export const KINDS: readonly ComponentKind[] = ['persona', 'protocol', 'constraint'];

/** The allowed file names of components. A name with anything else in it never becomes a path. */
export const COMPONENT_FILE = /^[A-Za-z0-9_-]{1,100}\.(txt|md)$/u;
