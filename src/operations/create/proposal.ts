import type { Problem } from '../../diagnostics/index.ts';
import type { Goal, Values } from '../../framework/index.ts';
import type { OpenModel } from '../model.ts';

/** What a sentence about the work comes to: answers that a person would otherwise give one by one. */
export type Proposal = {
  readonly goal: Goal;
  /** `null` for the goal as it stands. */
  readonly variant: string | null;
  readonly name: string;
  readonly settings: Values;
  readonly by: 'keywords' | 'model';
  /** Why, in a few words. */
  readonly reason: string;
  /** Other goals that fit too, the best first. */
  readonly others: readonly string[];
};

/** What came of asking for a proposal. */
export type Proposed = {
  /** `null` where no goal fits. */
  readonly proposal: Proposal | null;
  /** The three goals that are nearest. */
  readonly nearest: readonly Goal[];
  /** Why a model that could be asked has no part in it. */
  readonly notes: readonly Problem<'proposal-without-model'>[];
};

/** What a proposal is made from. */
export type ProposalRequest = {
  readonly sentence: string;
  /** The goal where it is settled already. */
  readonly goal: Goal | undefined;
  /** Asked first, where there is one. */
  readonly model: Extract<OpenModel, { kind: 'ready' }> | undefined;
  readonly signal: AbortSignal;
};
