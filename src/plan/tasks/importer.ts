import type { Position, Problem, Result } from '../../diagnostics/index.ts';
import type { PhaseDraft } from '../document/index.ts';
import type { Candidate } from '../outline/certainty.ts';
import type { Located } from '../plan.ts';

/** The task lists that can be turned into a plan. */
export type TaskFormat =
  | 'phases'
  | 'tasks'
  | 'spec-kit'
  | 'task-master'
  | 'openspec'
  | 'gsd'
  | 'cursor'
  | 'task-file'
  | 'todo-txt';

/** A task list as it was read. */
export type TaskSource = {
  /** Without byte order mark, with line feeds only. */
  readonly text: string;
  /** The name that problems carry. */
  readonly file: string;
};

/** A heading over tasks. */
export type TaskSection = Position & {
  readonly title: string;
  /** `2` of "Phase 2: Models" and "2. Models". */
  readonly number: string | undefined;
  /** The whole heading, number included. */
  readonly heading?: string;
  readonly level: number;
};

/** A piece of work, as far as its source describes it. */
export type Task = Position & {
  /** The name that the source gives it; `undefined` where it gives none, or one that other tasks have too. */
  readonly id: string | undefined;
  /** Other names besides its id: its number in a list of its own, the numbers of its subtasks. */
  readonly names: readonly string[];
  readonly title: string;
  readonly goal: string | undefined;
  /** The index of its section, -1 for none. */
  readonly section: number;
  /** Whether there is still work in it; deferred work is none for now. */
  readonly state: 'open' | 'done' | 'cancelled' | 'deferred';
  /** The mark in its tick box, where that leaves its state in doubt, and the number of open boxes below. */
  readonly doubt?: { readonly box: string; readonly openBelow: number };
  readonly pace: Located<Pace> | undefined;
  readonly needs: readonly Need[];
  /** Its place in the order that a column of its table gives; rows may share one. */
  readonly rank?: number;
  /** Whether it says that it depends on nothing. */
  readonly isFree: boolean;
  /** The lines of the tasks that the document says it can go beside. */
  readonly besideLines?: ReadonlySet<number>;
  readonly files: TaskFiles | undefined;
  readonly hours: number | undefined;
  readonly complexity: string | undefined;
  readonly steps: readonly string[];
  /** The steps that are done already, which are none of the others. */
  readonly stepsDone?: readonly string[];
  readonly gates: readonly string[];
  readonly others: readonly TaskField[];
  /** Fields of a phase that only this program's plans have. */
  readonly told?: Pick<
    PhaseDraft,
    'workflow' | 'executor' | 'fallback' | 'plugin' | 'place' | 'needs' | 'requirement'
  >;
};

/** A remark in a source on a task's place beside the others. A foundation comes before all tasks below it. */
export type Pace = 'parallel' | 'sequential' | 'foundation';

/** A dependency in a task's own words, before it is known which tasks it means. */
export type Need = Position & {
  readonly text: string;
  /** The text beside it. */
  readonly note: string | undefined;
  /** Whether it can mean nothing but other tasks; "requires Node 20" may mean something else. */
  readonly isFirm: boolean;
  /** The tasks that it means, by index, where the importer has resolved it itself. */
  readonly tasks?: readonly number[];
};

/** The files of a task, given in a field of their own, or named in its text. */
export type TaskFiles = {
  readonly paths: readonly string[];
  readonly areStated: boolean;
  /** Whether the document says that no others may change; authors list those they think of, which is no limit. */
  readonly areAll?: boolean;
};

/** A field that a plan keeps, though it has no meaning for the program. */
export type TaskField = {
  readonly name: string;
  readonly text: string;
  /** The lines beside its task that it was taken from. */
  readonly lines?: readonly number[];
};

/** A source as read by an importer. */
export type TaskList = {
  readonly title: string;
  readonly sections: readonly TaskSection[];
  /** In the order of the source. */
  readonly tasks: readonly Task[];
  /** Warnings and notes, without errors. */
  readonly problems: readonly TaskProblem[];
  /** The outcomes of the document's sections, where it has any. */
  readonly outcomes?: readonly SectionOutcome[];
  /** The words that begin the headings that are tasks: "phase". */
  readonly unitWords?: readonly string[];
  /** Whether the tasks have numbers or names that give an order, where the format does not. */
  readonly isOrdered?: boolean;
  /** The basis of that order, as given in the reasons: "order of the numbers". */
  readonly orderReason?: string;
  /** Whether the tasks are in numbered lists, and only their numbers give an order. */
  readonly isCounted?: boolean;
  /** The order of tasks and groups that the document states beside them. */
  readonly stated?: readonly StatedLink[];
  /** The groups that the document says another one does not wait for, which the format would put before it. */
  readonly waived?: readonly StatedLink[];
  /** Sections outside of the tasks that say how to tell that they are done. */
  readonly checks?: readonly WholeChecks[];
  /** Texts on the whole work that are no sections of a document. */
  readonly context?: readonly ContextPiece[];
  /** The lines of tags and their contents that were read. */
  readonly markup?: ReadonlySet<number>;
};

/** A text on the whole work, such as the metadata of a file, or an element of it. */
export type ContextPiece = {
  /** The name that notes give it. */
  readonly name: string;
  readonly text: string;
  /** Its first line, and the one after its last. */
  readonly line: number;
  readonly end: number;
};

/** A section's checks that tell whether the work is done. */
export type WholeChecks = {
  readonly heading: string;
  readonly line: number;
  readonly level: number;
  /** As gates, with the part that one is named for, and its number in a list of criteria. */
  readonly checks: readonly {
    readonly text: string;
    readonly part: NamedPart | undefined;
    readonly number: string | undefined;
  }[];
  /**
   * The lines of the heading around the section, if the checks hold only for the tasks there; `undefined` if they hold for all.
   */
  readonly around: { readonly from: number; readonly to: number } | undefined;
};

/** A part by its kind and number: "Sprint 2" is another one than "Week 2". */
export type NamedPart = {
  /** Its word, in lower case. */
  readonly word: string;
  /** Its folded id. */
  readonly id: string;
  /** The lines of the section that is headed so, if there is one. */
  readonly lines: { readonly from: number; readonly to: number } | undefined;
};

/** A link that puts a task or group after another: tasks by folded id, groups by the index of the section over them. */
export type StatedLink = {
  readonly of: { readonly task: string } | { readonly section: number };
  readonly on: StatedLink['of'];
  /** The line that says so, and its words. */
  readonly line: number;
  readonly said: string;
};

/** The outcome of a section of a document. */
export type SectionOutcome = {
  readonly heading: string;
  /** Where it begins. */
  readonly line: number;
  readonly level: number;
  /**
   * - `work`: tasks were made of it
   * - `group`: it holds tasks, and is none itself
   * - `context`: it is about the whole work, and the plan has it as context
   * - `left-out`: nothing was made of it
   */
  readonly became: 'work' | 'group' | 'context' | 'left-out';
  /** The reason, in a few words; for work, its kind. */
  readonly why: string;
};

/** Options for an importer. */
export type ImportOptions = {
  /** Which of a file's lists, where it has several. */
  readonly tag?: string | undefined;
  /** The heading of the section that is the work; everything elsewhere is left out. */
  readonly section?: string | undefined;
  /** Whether a task that does not mention dependencies comes after the one before it. */
  readonly inOrder?: boolean | undefined;
  /** Whether tasks that are done become phases too. */
  readonly keepDone?: boolean | undefined;
};

/** A dependency that the source does not state, with the reason for it. Tasks are named by index. */
export type InferredNeed = {
  readonly task: number;
  readonly on: number;
  readonly reason: string;
  /** Whether it may lead to a task further down; it can close no circle. */
  readonly leadsDown?: true;
};

/** A reader for one kind of task list. */
export type Importer = {
  readonly format: TaskFormat;
  /** The reason that a text looks like this format, in a few words; `undefined` where it does not. */
  readonly recognise: (source: TaskSource) => string | undefined;
  readonly read: (source: TaskSource, options: ImportOptions) => Result<TaskList, TaskCode>;
  /** The number of tasks in a text, as far as it is known before they are read. */
  readonly count?: (source: TaskSource) => number;
  /** Gives the order of tasks by the rules of the format, besides the order that the tasks state themselves. */
  readonly order: (list: TaskList, options: ImportOptions) => Iterable<InferredNeed>;
};

/** Codes of the problems of a task list. */
export type TaskCode =
  | 'ambiguous-dependency'
  | 'box-unclear'
  | 'checks-outside'
  | 'context-kept'
  | 'cancelled-dependency'
  | 'dependency-cycle'
  | 'duplicate-id'
  | 'files-guessed'
  | 'hours-partial'
  | 'lines-lost'
  | 'said-done'
  | 'status-unread'
  | 'format-unclear'
  | 'format-unknown'
  | 'hidden-text'
  | 'import-note'
  | 'items-left-out'
  | 'markup-unread'
  | 'needs-person'
  | 'option-unused'
  | 'order-contradicted'
  | 'done-but-open'
  | 'done-left-out'
  | 'git-conflict'
  | 'goal-inferred'
  | 'heading-in-code'
  | 'order-inferred'
  | 'questions-open'
  | 'order-stated'
  | 'order-unread'
  | 'order-unknown'
  | 'pointer-dropped'
  | 'pointers-none'
  | 'document-too-large'
  | 'section-unknown'
  | 'sections-left-out'
  | 'text-left-out'
  | 'work-unclear'
  | 'parallel-but-depends'
  | 'self-dependency'
  | 'tag-unclear'
  | 'tag-unknown'
  | 'task-list-is-plan'
  | 'task-list-syntax'
  | 'task-list-too-deep'
  | 'task-malformed'
  | 'tasks-all-done'
  | 'tasks-none'
  | 'too-many-dependencies'
  | 'too-many-tasks'
  | 'undefined-dependency'
  | 'unknown-remark';

/** A problem of a task list, located in its source; documents and messages show the fields of a {@link Problem} only. */
export type TaskProblem = Problem<TaskCode> & {
  /** The lines that its message quotes, so that no other note reports them again. */
  readonly quotes?: readonly number[];
  /** The names that its message gives and its hint offers for `--section`; those that cannot be read are dropped. */
  readonly sections?: readonly string[];
  /** Whether it reports open tick boxes outside the parts. */
  readonly leavesBoxes?: true;
  /** The lists called work that it reports as left out, where everything that was taken is done. */
  readonly workLeft?: readonly Candidate[];
  /** Whether the lists that it reports as left out are often the work all the same. */
  readonly mayBeWork?: true;
};
