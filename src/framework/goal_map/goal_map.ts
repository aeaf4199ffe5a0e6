import type { Position } from '../../diagnostics/index.ts';

/** The goals of one `goal_map.json`, normalised: defaults filled in, goals numbered, nothing left to check. */
export type GoalMap = {
  /** The file's path, or `null` for the built-in one. */
  readonly path: string | null;
  /** In file order; {@link Goal.number} is the position in this list, from 1. */
  readonly goals: readonly Goal[];
};

/** One kind of task. */
export type Goal = GoalParts & {
  readonly number: number;
  /** As written: `REVIEW_AGAINST_STANDARDS`. */
  readonly name: string;
  readonly category: string;
  readonly variants: readonly Variant[];
  /** The position of the goal's name in its file. */
  readonly position: Position;
};

/** Another form of a goal: the goal's parts, replaced by the variant's where it has its own. */
export type Variant = GoalParts & { readonly name: string };

/** The parts that a framework is composed from. */
export type GoalParts = {
  readonly description: string;
  readonly persona: string;
  readonly protocol: string;
  readonly constraints: readonly ConstraintUse[];
  readonly inputs: readonly Input[];
  readonly keywords: readonly string[];
};

/** A constraint that a goal names. `when` is empty for one that always applies. */
export type ConstraintUse = {
  readonly file: string;
  /** Every setting named must have one of its values. */
  readonly when: readonly { readonly input: string; readonly values: readonly string[] }[];
};

/** Something that the user supplies. */
export type Input = {
  readonly name: string;
  readonly kind: InputKind;
  readonly required: boolean;
  readonly default: string | null;
  readonly describe: string;
};

/**
 * The trust classes of user text: the user's own words, which instruct; one line; a yardstick that binds; data that never
 * instructs. Only the input {@link REQUEST} is of the first.
 */
export type InputKind = 'request' | 'setting' | 'criteria' | 'material';

/** The name of the input that every goal has. */
export const REQUEST = 'request';

/** The content of a goal's entry in a goal map. */
export type GoalEntry = {
  readonly description: string;
  readonly persona: string;
  readonly protocol: string;
  readonly constraints: readonly string[];
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;
  readonly keywords?: readonly string[];
};

/** A goal to be added to a goal map. */
export type NewGoal = { readonly category: string; readonly name: string; readonly entry: GoalEntry };

/** Codes of all problems that a goal map can have. */
export type GoalMapProblemCode =
  | 'goal-map-absent'
  | 'goal-map-unreadable'
  | 'goal-map-syntax'
  | 'goal-map-empty'
  | 'goal-map-too-deep'
  | 'goal-map-too-large'
  | 'goal-map-duplicate-key'
  | 'goal-map-duplicate-goal'
  | 'goal-map-unknown-key'
  | 'goal-map-missing-key'
  | 'goal-map-bad-name'
  | 'goal-map-bad-value'
  | 'goal-map-hidden-text'
  | 'goal-map-file-name'
  | 'goal-map-unknown-input';
