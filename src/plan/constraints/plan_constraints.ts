/** A person's wishes for a plan beyond its purpose. */
export type PlanConstraints = {
  /** Preferred where there is a choice. */
  readonly prefer: readonly string[];
  /** Neither used nor named. */
  readonly avoid: readonly string[];
  /** The longest that the whole plan may take, as it was written and in hours. */
  readonly maxTime: { readonly text: string; readonly hours: number } | undefined;
  readonly quality: readonly string[];
  readonly domain: readonly string[];
  readonly note: readonly string[];
};

/** The words that a constraint begins with. */
export const CONSTRAINT_KEYS = ['prefer', 'avoid', 'max-time', 'quality', 'domain', 'note'] as const;

export type ConstraintKey = (typeof CONSTRAINT_KEYS)[number];

/** A constraint as written. */
export type GivenConstraint = { readonly key: ConstraintKey; readonly value: string };

export type ConstraintProblemCode =
  | 'constraint-unknown'
  | 'constraint-empty'
  | 'constraint-form'
  | 'constraint-time'
  | 'constraint-twice'
  | 'too-many-constraints'
  | 'constraint-contradicts';

export const NO_CONSTRAINTS: PlanConstraints = {
  prefer: [],
  avoid: [],
  maxTime: undefined,
  quality: [],
  domain: [],
  note: [],
};
