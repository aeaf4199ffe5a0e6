import { failure, type Position, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { ImportedDocument } from '../account/imported_document.ts';
import type { PlanDraft } from '../document/index.ts';
import { plainText } from '../document/plain_text.ts';
import { type ChosenImporter, chooseImporter } from './choose_importer.ts';
import { conflictsIn } from './conflicts_in.ts';
import { describeImport } from './describe_import.ts';
import { askedForRest } from './doubt_notes.ts';
import { withPublishingLast } from './final_step.ts';
import { frontMatterNotes } from './front_matter_notes.ts';
import { hiddenHeadings } from './hidden_headings.ts';
import type {
  ImportOptions,
  SectionOutcome,
  Task,
  TaskCode,
  TaskFormat,
  TaskList,
  TaskProblem,
  TaskSource,
} from './importer.ts';
import { inferLinks } from './infer_links.ts';
import { type Link, linkTasks, tooMany } from './link_tasks.ts';
import { manualWorkNotes } from './manual_work_notes.ts';
import { noPlan } from './no_plan.ts';
import { openQuestions } from './open_questions.ts';
import { orderInferred, publishedLast, unordered } from './order_notes.ts';
import { ownStatus } from './own_status.ts';
import { phaseDrafts } from './phase_draft.ts';
import { phaseIds } from './phase_ids.ts';
import { documentContext } from './plan_context.ts';
import { withPutOff } from './put_off_tasks.ts';
import { remaining, withKnownNeeds } from './remaining_tasks.ts';
import { skippedTicks } from './skipped_ticks.ts';
import { partialHoursNote, withStepHours } from './step_hours.ts';
import { MAX_TASKS, tooManyTasks } from './task_count.ts';
import { taskList } from './task_list.ts';
import { tasksElsewhere } from './tasks_elsewhere.ts';
import { unreadMarkup } from './unread_markup.ts';
import { isJson, type VisibleText, visibleText } from './visible_text.ts';
import { withWholeChecks } from './whole_checks.ts';

/** A task list as a plan, and how it became one. */
export type ImportedTasks = {
  readonly format: TaskFormat;
  /** The reason that it was taken for that format. */
  readonly reason: string;
  readonly draft: PlanDraft;
  /** The dependencies that the source does not state, by the ids of phases. */
  readonly inferred: readonly {
    readonly phase: string;
    readonly on: string;
    readonly reason: string;
    /** The line of the task in the source. */
    readonly line: number;
  }[];
  /** The tasks that are no phases. */
  readonly leftOut: readonly {
    readonly id: string | null;
    readonly title: string;
    readonly state: Exclude<Task['state'], 'open'>;
    readonly line: number;
  }[];
  /** The outcome of each section of a document, where it has any. */
  readonly sections: readonly SectionOutcome[];
  /** For each phase of the draft, the position of its task in the source. */
  readonly places: readonly Position[];
  /** The input for an account of the source's lines. */
  readonly made: ImportedDocument;
  /** Warnings and notes on the source, in its order. */
  readonly problems: readonly TaskProblem[];
};

/**
 * Turns a task list into a plan. Statements of the source are kept, consequences of them are marked as inferred with the reason,
 * and unknown facts are left open.
 *
 * Names that mean no task or several, and tasks that depend on each other in a circle, are errors: a plan that lost a dependency
 * would silently run in the wrong order.
 */
export function importTasks(
  source: TaskSource,
  {
    from,
    seen = visibleText(source),
    ...options
  }: ImportOptions & {
    readonly from: TaskFormat | 'auto';
    /** The part of the source that readers see, if known. */
    readonly seen?: VisibleText | undefined;
  },
): Result<ImportedTasks, TaskCode> {
  const conflicts = conflictsIn(source);
  if (conflicts.length > 0) return { ok: false, cause: 'problems', problems: conflicts };
  const chosen = chooseImporter(seen.source, from, seen);
  if (!chosen.ok) {
    if (options.section === undefined || !isUnknown(chosen)) return chosen;
    // Its lists may all be taken for something else, and the one asked for is the work all the same.
    const own = importAs(seen, { importer: taskList, reason: 'the section asked for has a list' }, options);
    return own.ok ? own : chosen;
  }
  const imported = importAs(seen, chosen.value, options);
  if (from === 'auto' && options.section === undefined && isDoneBesideBoxes(imported)) {
    const left = importAs(
      seen,
      { importer: taskList, reason: 'its parts are done, but boxes are open' },
      options,
    );
    if (left.ok) return left;
  }
  const asked =
    from === 'auto' && options.section === undefined && !imported.ok
      ? askedForRest(imported.problems, source.file)
      : undefined;
  if (asked !== undefined) return asked;
  const isEmpty = !imported.ok && imported.problems.every(({ code }) => code === 'tasks-none');
  if (
    from !== 'auto' ||
    options.section === undefined ||
    chosen.value.importer.format !== 'phases' ||
    !isEmpty
  )
    return imported;
  // Whether a section beside the parts has a list, and no parts.
  const asList = importAs(
    seen,
    { importer: taskList, reason: 'the section asked for has no parts' },
    options,
  );
  return asList.ok ? asList : imported;
}

function isUnknown({ problems }: { readonly problems: readonly TaskProblem[] }): boolean {
  return problems.some(({ code }) => code === 'format-unknown');
}

/** Whether all parts are done while tick boxes elsewhere are open: then those are the work. */
function isDoneBesideBoxes(imported: Result<ImportedTasks, TaskCode>): boolean {
  return (
    !imported.ok &&
    imported.problems.some(({ code }) => code === 'tasks-all-done') &&
    imported.problems.some(({ leavesBoxes }: TaskProblem) => leavesBoxes)
  );
}

/** Turns a task list into a plan with the importer given. */
export function importAs(
  { source, problems: unseen }: VisibleText,
  { importer, reason }: ChosenImporter,
  options: ImportOptions,
): Result<ImportedTasks, TaskCode> {
  const unused = unusedOption(importer.format, options, source.file);
  if (unused !== undefined) return failure('usage', unused);
  // A list that is refused anyway is refused before the work.
  const count = options.section === undefined ? (importer.count?.(source) ?? 0) : 0;
  if (count > MAX_TASKS) return failure('problems', tooManyTasks(count, source.file));
  const read = importer.read(source, options);
  if (!read.ok) return read;
  const whole = read.value;
  // Unread dependencies are reported alone: any other problem would only be a consequence.
  const unread = whole.problems.filter(({ code }) => code === 'too-many-dependencies');
  if (unread.length > 0) return { ok: false, cause: 'problems', problems: unread };
  if (whole.tasks.length > MAX_TASKS)
    return failure('problems', tooManyTasks(whole.tasks.length, source.file));
  const linked = linkTasks(whole, source.file);
  if (linked.problems.some(({ severity }) => severity === 'error'))
    return { ok: false, cause: 'problems', problems: sortProblems([...whole.problems, ...linked.problems]) };
  const putOff = withPutOff(whole.tasks, linked.links, source.file);
  const list = { ...whole, tasks: putOff.tasks };
  const found = [...list.problems, ...linked.problems, ...putOff.problems];
  const isAsked = options.section !== undefined || (options.keepDone ?? false);
  const over = isAsked ? [] : ownStatus(source, list.tasks);
  if (over.some(({ severity }) => severity === 'error'))
    return {
      ok: false,
      cause: 'problems',
      problems: sortProblems([...aboutDocument(list.problems), ...over]),
    };
  const words = new Set(list.unitWords ?? ['phase', 'task', 'step']);
  const hidden = isJson(source.text) ? [] : hiddenHeadings(source, plainText(source.text).from, words);
  const skipped = isJson(source.text) ? [] : skippedTicks(source);
  const questions = isJson(source.text) ? [] : openQuestions(source);
  const rest = remaining(list, linked, { keepDone: options.keepDone ?? false, file: source.file });
  const tasks = rest.kept.map(({ task }) => withStepHours(task));
  if (tasks.length === 0) {
    const problems = [...aboutDocument(list.problems), ...hidden, ...skipped, nothingLeft(list, source.file)];
    return { ok: false, cause: 'problems', problems: sortProblems(problems) };
  }
  const isFree = importer.format === 'phases' || importer.format === 'tasks';
  const report =
    isAsked || !isFree ? undefined : noPlan(source, tasks, { list, isFinished: over.length > 0 });
  if (report !== undefined) return report;
  const statedLinks = rest.kept.map(({ links }) => links);
  const links = inferLinks(tasks, statedLinks, {
    inferred: withPublishingLast(
      importer.order({ ...list, tasks: withKnownNeeds(tasks, rest) }, options),
      tasks,
      statedLinks,
    ),
    file: source.file,
    pullsNeeds: importer.format === 'phases',
  });
  if (links === undefined) return failure('problems', tooMany(source.file));
  const { ids, problems } = phaseIds(tasks, source.file);
  const checked = withWholeChecks(tasks, links.links, {
    ...{ checks: list.checks, unitWords: list.unitWords, ids, file: source.file },
  });
  const placed = rest.kept.map((kept, index) => ({
    ...kept,
    task: checked.tasks[index] ?? kept.task,
    id: ids[index] ?? '',
    links: links.links[index] as readonly Link[],
    section: sectionOf(list, kept.task),
  }));
  const leftOut = rest.leftOut.map(({ id, names, title, state, line }) => ({
    id: id ?? names[0] ?? null,
    title,
    // A task left out is never open.
    state: state === 'open' ? ('cancelled' as const) : state,
    line,
  }));
  const places = tasks.map(({ line, column }) => ({ line, column }));
  const outcomes = (list.outcomes ?? []).map((outcome) =>
    checked.taken.has(outcome.line) && outcome.became === 'left-out'
      ? { ...outcome, became: 'work' as const, why: 'checks on the whole' }
      : outcome,
  );
  const text = isJson(source.text) ? '' : source.text;
  const {
    sections,
    problems: said,
    ...context
  } = documentContext(text, {
    ...{ sections: outcomes, places, problems: found, file: source.file },
    ...(list.context !== undefined && { given: list.context }),
    isAsked: options.section !== undefined,
  });
  const draft: PlanDraft = {
    title: list.title,
    ...(context.text !== undefined && { context: context.text }),
    phases: phaseDrafts(placed),
  };
  const after = placed.map(({ links: own }) => own.map(({ on }) => on));
  const made = describeImport(text, tasks, {
    ...{ draft, places, after, leftOut, sections },
    ...{ context: context.lines, isWhole: importer.format === 'task-file' },
  });
  return success({
    format: importer.format,
    reason,
    draft,
    made,
    inferred: placed.flatMap(({ task, id, links: own }) =>
      own.flatMap(({ on, reason: why }) =>
        why === undefined ? [] : [{ phase: id, on: ids[on] ?? '', reason: why, line: task.line }],
      ),
    ),
    leftOut,
    sections,
    places,
    problems: sortProblems([
      ...unseen,
      ...hidden,
      ...questions,
      ...skipped,
      ...(isAsked || importer.format === 'task-master' ? [] : tasksElsewhere(source)),
      ...unreadMarkup(source, list.markup),
      ...(isJson(source.text) ? [] : frontMatterNotes(source)),
      ...over,
      ...said,
      ...rest.problems,
      ...checked.problems,
      ...manualWorkNotes(checked.tasks, ids, source),
      ...partialHoursNote(tasks, ids, source.file),
      ...links.problems,
      ...problems,
      ...unordered({
        isOpen: importer.format === 'tasks' || list.isOrdered === false,
        tasks,
        links: links.links,
        options,
        file: source.file,
      }),
      ...publishedLast(tasks, links.links, source.file),
      ...(importer.format === 'phases' ? orderInferred(tasks, links.links, list, source.file) : []),
    ]),
  });
}

/** The problems that matter where no plan is made: how goals and order would be read does not. */
function aboutDocument(problems: readonly TaskProblem[]): readonly TaskProblem[] {
  return problems.filter(({ code }) => !OF_PLANS.has(code));
}

const OF_PLANS: ReadonlySet<TaskCode> = new Set(['goal-inferred', 'order-stated', 'order-unread']);

/** The heading over a task, unless it is the only one. */
function sectionOf({ sections }: TaskList, { section }: Task): string {
  return sections.length === 1 ? '' : (sections[section]?.title ?? '');
}

function unusedOption(
  format: TaskFormat,
  { tag, inOrder, section }: ImportOptions,
  file: string,
): TaskProblem | undefined {
  const hasSections = format === 'phases' || format === 'tasks';
  if (tag !== undefined && format !== 'task-master')
    return unused('--tag', 'Only Task Master has tags', format, file);
  if (inOrder && format !== 'tasks' && format !== 'todo-txt')
    return unused('--in-order', 'Only a plain list leaves its order open', format, file);
  if (section !== undefined && !hasSections)
    return unused(
      '--section',
      'A single section can be imported only from plain lists and headings',
      format,
      file,
    );
  return undefined;
}

function unused(option: string, why: string, format: TaskFormat, file: string): TaskProblem {
  return {
    severity: 'error',
    code: 'option-unused',
    message: `${why}, but this is read as ${format}.`,
    file,
    hint: `Leave out ${option}, or give the format with --from.`,
  };
}

function nothingLeft({ tasks, outcomes = [] }: TaskList, file: string): TaskProblem {
  const { length: count } = tasks;
  const later = outcomes.find(({ became, why }) => became === 'left-out' && why === 'ideas for later');
  if (count === 0) return { severity: 'error', code: 'tasks-none', message: 'It contains no task.', file };
  const [first] = tasks;
  const hasDeferred = tasks.some(({ state }) => state === 'deferred');
  return {
    severity: 'error',
    code: 'tasks-all-done',
    message:
      count === 1
        ? `Its only task is ${first?.state ?? 'done'}.`
        : `All of its ${count} tasks are done${hasDeferred ? ', cancelled or deferred' : ' or cancelled'}.`,
    ...{ file, line: first?.line ?? 1, column: first?.column ?? 1 },
    ...(later !== undefined && { sections: [printableLine(later.heading)] }),
    hint: `Import the done ones too with --keep-done${
      later === undefined
        ? ''
        : `, or what is meant for later with --section "${printableLine(later.heading)}"`
    }.`,
  };
}
