import type { Position, Problem } from '../diagnostics/index.ts';

/** A value and its position in the document. */
export type Located<Value> = Position & { readonly value: Value };

/**
 * A plan as it was read: the document's contents, whether or not they make sense. It can be shown and repaired, but not run; only
 * a {@link CheckedPlan} can.
 */
export type UncheckedPlan = {
  /** The document's name, as the user would say it. */
  readonly file: string;
  /** The document as it was read, byte order mark and line ends included. */
  readonly source: string;
  /** Whether {@link UncheckedPlan.source} was made of another document, on whose own text everything has been reported. */
  readonly isMade?: true;
  /** Whether that document does not use the names of a plan's fields, so that what it lacks was not forgotten. */
  readonly isForeign?: boolean;
  readonly title: Located<string> | undefined;
  /** Statements about the whole work, under the heading Context. */
  readonly context?: Located<string>;
  /** In the order of the document. References to a phase are its index in this list. */
  readonly phases: readonly Phase[];
  /** Bold lines that name a phase as a heading would, but one that is not among the phases. */
  readonly uncounted: readonly Located<string>[];
};

/** A unit of work in a plan. */
export type Phase = {
  /** The label in its heading, `2a` for "Phase 2a", else its ordinal. */
  readonly id: string;
  /** The heading without the label and the hours; may be empty. */
  readonly title: string;
  /** The phase's lines, 1-based: from its heading up to the line `end`, which is not its own. */
  readonly line: number;
  readonly end: number;
  /** Where the text of the heading begins, on {@link Phase.line}. */
  readonly column: number;
  readonly goal: Located<string> | undefined;
  readonly hours: Hours | undefined;
  /** In lower case. */
  readonly complexity: Located<string> | undefined;
  readonly files: FilesField | undefined;
  readonly dependencies: DependenciesField | undefined;
  readonly steps: readonly Located<string>[];
  readonly gates: readonly Gate[];
  /** A goal of the goal map. */
  readonly workflow: Located<string> | undefined;
  readonly executor: Located<string> | undefined;
  readonly fallback: Located<string> | undefined;
  /** An entry of the catalogue, whose text the phase's prompt shows. */
  readonly plugin: Located<string> | undefined;
  /** Where the phase runs, by the name of a placement. */
  readonly place: Located<string> | undefined;
  /** Its needs on a machine, as written: `gpu:1, mem:16G`. */
  readonly needs: Located<string> | undefined;
  /** The lines of the requirement that the phase serves, as written. */
  readonly requirement: Located<string> | undefined;
  /** Fields that have no meaning for the program, kept; and repeated fields. */
  readonly others: readonly OtherField[];
};

/** The estimated duration of a phase. */
export type Hours = Position & {
  /** As written. */
  readonly text: string;
  /** In hours, the upper bound of a range; `undefined` where the text is not understood. */
  readonly value: number | undefined;
};

/** The files of a phase, as it states them. No entries means that it only verifies. */
export type FilesField = Position & {
  readonly entries: readonly PlanFile[];
  /** Whether the phase will only probably touch them: they keep phases apart, and are no limit. */
  readonly isExpected?: true;
};

/** A file, folder or glob that a phase will touch. */
export type PlanFile = Position & {
  /** As written, without decoration and without a leading `./`. */
  readonly path: string;
  /** Whether it is written as a path; prose is not. */
  readonly isPath: boolean;
  /** The note beside it, such as "new". */
  readonly note: string | undefined;
  /** Words before it that may be part of its name, and were taken for a note. */
  readonly cutOff?: string;
};

/** The dependencies of a phase, as it states them. */
export type DependenciesField = Position & { readonly references: readonly Reference[] };

/** A name of other phases: an id, a label, a title or a range. */
export type Reference = Position & {
  /** As written, without notes. */
  readonly text: string;
  /** The text in brackets beside it. */
  readonly note: string | undefined;
  /** The phases that it names, by index: none is undefined, and more than one is ambiguous unless `isMany`. */
  readonly phases: readonly number[];
  /** Whether it names several phases by intent, as "Phases 1-3" does. */
  readonly isMany: boolean;
};

/** A check on a phase's result. */
export type Gate = Position & {
  /** As written, command included. */
  readonly text: string;
  /** The code span, which the program can run. */
  readonly command: Located<string> | undefined;
  readonly checked: boolean;
};

/** A field that the program does not know. */
export type OtherField = Position & {
  readonly name: string;
  readonly text: string;
  /** The name of the field that it repeats. */
  readonly repeats: string | undefined;
};

/** The names of the rules of a plan, which are the codes of their problems. */
export type PlanRuleId =
  | 'ambiguous-dependency'
  | 'context-too-long'
  | 'dependency-cycle'
  | 'duplicate-id'
  | 'duplicate-title'
  | 'field-repeated'
  | 'file-not-a-path'
  | 'file-outside'
  | 'files-missing'
  | 'gate-cannot-fail'
  | 'gate-exclusive-unreadable'
  | 'needs-unreadable'
  | 'hidden-text'
  | 'gate-several-commands'
  | 'gate-without-command'
  | 'gates-missing'
  | 'goal-missing'
  | 'hours-absurd'
  | 'hours-missing'
  | 'hours-unreadable'
  | 'no-phases'
  | 'phase-not-counted'
  | 'phase-too-large'
  | 'self-dependency'
  | 'undefined-dependency'
  | 'unknown-workflow';

/** Problems of a plan's text that are found before it is read. */
export type ReadPlanCode = 'plan-too-large' | 'plan-too-many-phases' | 'plan-too-many-dependencies';

/** Problems of a plan. */
export type PlanProblemCode = PlanRuleId | ReadPlanCode | 'file-conflict';

/** A located problem of a plan. */
export type PlanProblem = Problem<PlanProblemCode>;

declare const checked: unique symbol;

/** A plan in which no rule found an error: what a batch can run. Only `checkPlan` makes one. */
export type CheckedPlan = CheckedPlanParts & { readonly [checked]: true };

/** The parts of a checked plan, before it is one. */
export type CheckedPlanParts = {
  readonly plan: UncheckedPlan;
  readonly title: string;
  readonly phases: readonly CheckedPhase[];
  /** The warnings of the rules, in document order. */
  readonly warnings: readonly PlanProblem[];
};

/** A phase of a checked plan, with everything that it needs. */
export type CheckedPhase = {
  readonly id: string;
  readonly title: string;
  readonly goal: string;
  /** `undefined` where the plan gives no readable estimate. */
  readonly hours: number | undefined;
  readonly complexity: string | undefined;
  /** `undefined` where the plan does not say, empty where the phase only verifies. */
  readonly files: readonly string[] | undefined;
  /** Whether others may be touched too: the files are expected, and not declared. */
  readonly filesExpected: boolean;
  /** Indexes into the plan's phases, ascending, each once. */
  readonly dependencies: readonly number[];
  /** As it was read, with its places. */
  readonly source: Phase;
};
