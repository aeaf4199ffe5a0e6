import type { Problem } from '../../diagnostics/index.ts';
import type { Goal, Values } from '../../framework/index.ts';
import type { OpenModel } from '../model.ts';

/** A proposal for a sentence about the work: answers that a person would otherwise give one by one. */
export type Proposal = {
  readonly goal: Goal;
  /** `null` for the goal itself. */
  readonly variant: string | null;
  readonly name: string;
  readonly settings: Values;
  readonly by: 'keywords' | 'model';
  /** The reason, in a few words. */
  readonly reason: string;
  /** Other matching goals, best first. */
  readonly others: readonly string[];
};

/** The result of asking for a proposal. */
export type Proposed = {
  /** `null` where no goal fits. */
  readonly proposal: Proposal | null;
  /** The three nearest goals. */
  readonly nearest: readonly Goal[];
  /** Why an available model did not contribute to it. */
  readonly notes: readonly Problem<'proposal-without-model'>[];
};

/** The input of a proposal. */
export type ProposalRequest = {
  readonly sentence: string;
  /** The goal, if already decided. */
  readonly goal: Goal | undefined;
  /** Asked first, if there is one. */
  readonly model: Extract<OpenModel, { kind: 'ready' }> | undefined;
  readonly signal: AbortSignal;
};
