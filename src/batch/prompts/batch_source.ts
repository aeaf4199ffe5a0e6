import type { Goal, Input, ResolvedComponent, View } from '../../framework/index.ts';
import type { CheckedPlan, PhaseOrder } from '../../plan/index.ts';
import type { ManifestPhase } from '../generated/batch.ts';

/** A plan that can become a batch, with the sources of its prompts. It has no number yet, and is the same for every number. */
export type BatchSource = {
  readonly plan: CheckedPlan;
  readonly order: PhaseOrder;
  /** The duration assumed for a phase without hours in the plan. */
  readonly assumedHours: number;
  /** One for each phase, in the order of the plan. */
  readonly workflows: readonly Workflow[];
  /** Facts learned about the files of each phase, in the order of the plan; left out, none. */
  readonly learned?: readonly (readonly LearnedFact[])[];
  /** The text of the catalogue that each phase names, in the order of the plan; left out, none. */
  readonly plugins?: readonly (PhasePlugin | undefined)[];
  /** Known issues of each phase, in the order of the plan; left out, none. */
  readonly issues?: readonly (readonly NonNullable<ManifestPhase['issues']>[number][])[];
  /** Another way to do each phase from the plan's pattern, in the order of the plan; left out, none. */
  readonly alternatives?: readonly (string | undefined)[];
};

/** A text of the catalogue that a phase names, as its prompt shows it. */
export type PhasePlugin = {
  /** Its id in the catalogue. */
  readonly id: string;
  readonly kind: string;
  /** The file it was read from, as a person would write it. */
  readonly file: string;
  readonly text: string;
  /** The digest of its file. */
  readonly sha256: string;
};

/** A learned fact as a prompt states it. */
export type LearnedFact = {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  /** The digest of its file. */
  readonly sha256: string;
  /** The current places of the lines it is based on, such as `src/a.ts:3-9`. */
  readonly places: readonly string[];
};

/** The goal of the goal map used for a phase's prompt, in the chosen form, with its texts. */
export type Workflow = {
  readonly goal: Goal;
  readonly variant: string | undefined;
  readonly reason: string;
  readonly inputs: readonly Input[];
  /** One without a `component` is shown as a placeholder. */
  readonly components: readonly ResolvedComponent[];
  /** The same as for a framework of that goal. */
  readonly view: View;
};

/** The names of a phase in a batch. */
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
