import type { Goal, Input, ResolvedComponent, View } from '../../framework/index.ts';
import type { CheckedPlan, PhaseOrder } from '../../plan/index.ts';
import type { ManifestPhase } from '../types.ts';

/** A plan that can be a batch, with what its prompts are made from. No number yet: the same for every number. */
export type BatchSource = {
  readonly plan: CheckedPlan;
  readonly order: PhaseOrder;
  /** What a phase counts as for which the plan gives no hours. */
  readonly assumedHours: number;
  /** One for each phase, in the order of the plan. */
  readonly workflows: readonly Workflow[];
  /** What was learned of the files of each phase, in the order of the plan; left out, nothing. */
  readonly learned?: readonly (readonly LearnedFact[])[];
  /** The text of the catalogue that each phase names, in the order of the plan; left out, none. */
  readonly plugins?: readonly (PhasePlugin | undefined)[];
  /** What is known to go wrong in each phase, in the order of the plan; left out, nothing. */
  readonly issues?: readonly (readonly NonNullable<ManifestPhase['issues']>[number][])[];
  /** Another way to do each phase that the plan's pattern knows, in the order of the plan; left out, none. */
  readonly alternatives?: readonly (string | undefined)[];
};

/** A text of the catalogue that a phase names, as its prompt shows it. */
export type PhasePlugin = {
  /** In the catalogue. */
  readonly id: string;
  readonly kind: string;
  /** Where it was read, as a person would write it. */
  readonly file: string;
  readonly text: string;
  /** Of its file. */
  readonly sha256: string;
};

/** Something that was learned, as a prompt tells it. */
export type LearnedFact = {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  /** Of its file. */
  readonly sha256: string;
  /** Where the lines that it rests on are now, such as `src/a.ts:3-9`. */
  readonly places: readonly string[];
};

/** The goal of the goal map that a phase's prompt is made with, in the form that was taken, and its texts. */
export type Workflow = {
  readonly goal: Goal;
  readonly variant: string | undefined;
  readonly reason: string;
  readonly inputs: readonly Input[];
  /** One without a `component` has a placeholder in its place. */
  readonly components: readonly ResolvedComponent[];
  /** As for a framework of that goal. */
  readonly view: View;
};

/** The names that a phase goes by in a batch. */
export type PhaseNames = {
  /** `PRP-44.2.1` */
  readonly prp: string;
  /** Both 1-based. */
  readonly stage: number;
  readonly index: number;
  /** File names in the batch's folder. */
  readonly prompt: string;
  readonly task: string;
  readonly result: string;
};
