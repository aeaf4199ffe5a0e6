import type { Position, Severity } from '../../diagnostics/index.ts';
import type { Cycle } from '../graph/index.ts';
import type { PlanRuleId, UncheckedPlan } from '../plan.ts';

/** The plan that rules judge, with the facts they need. */
export type Subject = {
  readonly plan: UncheckedPlan;
  /** The goals of the goal map; `undefined` where there is no map to compare with. */
  readonly goals: readonly string[] | undefined;
  /** The cycles among the dependencies; those of a phase on itself are left out. */
  readonly cycles: readonly Cycle[];
};

/** Something that a rule found. */
export type Hit = Position & {
  /** The fault, in one sentence. */
  readonly message: string;
  /** A fix, where more can be said than the rule's reason. */
  readonly hint?: string;
};

/** One rule of a plan, with one example plan that violates it and one that does not. */
export type PlanRule = {
  readonly id: PlanRuleId;
  /** The request, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** Its severity in a plan made of a foreign document, where nothing was forgotten. */
  readonly foreignSeverity?: Severity;
  /** Why, in one sentence. */
  readonly reason: string;
  readonly bad: string;
  readonly good: string;
  readonly check: (subject: Subject) => Iterable<Hit>;
};
