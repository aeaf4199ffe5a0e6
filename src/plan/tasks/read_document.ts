import {
  failure,
  type Position,
  type Problem,
  type Result,
  sortProblems,
  success,
} from '../../diagnostics/index.ts';
import { accountOf } from '../account/account.ts';
import { accountNotes } from '../account/account_notes.ts';
import { type LineRange, lineRanges } from '../account/line_ranges.ts';
import { fieldsAsTasks } from '../account/plausibility.ts';
import { constraintsIn, withConstraints } from '../constraints/index.ts';
import { type PlanDraft, printPlan, readPlan } from '../document/index.ts';
import { plainText } from '../document/plain_text.ts';
import type { Phase, ReadPlanCode, UncheckedPlan } from '../plan.ts';
import { describePlan } from './describe_import.ts';
import { hiddenHeadings } from './hidden_headings.ts';
import { withoutImportNotes } from './import_notes.ts';
import { type ImportedTasks, importTasks } from './import_tasks.ts';
import type { ImportOptions, TaskCode, TaskFormat, TaskProblem } from './importer.ts';
import { hasOwnNames } from './own_names.ts';
import { loosePlan, surelyOwnPlan } from './own_plan.ts';
import { finishedByStatus } from './own_status.ts';
import { shortText } from './short_text.ts';
import { MAX_TASKS } from './task_count.ts';
import { listsNotTaken } from './task_list.ts';
import { tasksElsewhere } from './tasks_elsewhere.ts';
import { withTriedSections } from './tried_sections.ts';
import { unreadMarkup } from './unread_markup.ts';

/** A document as a plan, with the way it was read. */
export type DocumentReading = {
  /** Its places are those of the document. Its text is the document itself, or the plan that was made of it. */
  readonly plan: UncheckedPlan;
  /** The way another document became a plan; `undefined` for a plan. */
  readonly imported:
    | (Omit<ImportedTasks, 'problems' | 'made'> & {
        /** The fate of every line, from the first to the last; empty for a file that is not Markdown. */
        readonly lines: readonly LineRange[];
      })
    | undefined;
  /** Warnings and notes on how it was read, in the order of the document. */
  readonly problems: readonly TaskProblem[];
};

export type ReadDocumentCode = ReadPlanCode | TaskCode;

/** Options for reading a document. */
export type ReadDocumentOptions = ImportOptions & {
  readonly from?: TaskFormat | 'auto';
  /** The title for a document without one. */
  readonly title: string;
};

/**
 * Reads any document as a plan: a plan as it is, and everything else by the importers. All commands read documents with this, so
 * that they agree.
 *
 * @param source - the document as it is, with any line ends and byte order mark it has
 * @param file - the name that problems carry
 */
export function readDocument(
  source: string,
  file: string,
  { from = 'auto', title, ...options }: ReadDocumentOptions,
): Result<DocumentReading, ReadDocumentCode> {
  const count = linesIn(source);
  if (count > MAX_LINES) return failure('problems', tooManyLines(count, file));
  const { text, problems: noted } = withoutImportNotes(withLineFeeds(source), file);
  const asPlan = (known?: UncheckedPlan) => {
    const isRead = known?.source === source && known.phases.length <= MAX_TASKS;
    const read = isRead ? success(known) : readPlan(source, file, { mostPhases: MAX_TASKS });
    if (!read.ok) return read;
    const hidden = hiddenHeadings({ text, file }, plainText(text).from, new Set(['phase']));
    const more =
      read.value.phases.length > 0
        ? accountNotes(describePlan(text, read.value), { said: hidden, file })
        : [
            ...tasksElsewhere({ text, file }),
            ...listsNotTaken({ text, file }),
            ...unreadMarkup({ text, file }),
          ];
    return success({
      plan: read.value,
      imported: undefined,
      problems: sortProblems([...hidden, ...more, ...noted]),
    });
  };
  if (source.length > MAX_CHARACTERS) return asPlan();
  // The most common case, without the importers, which take longer to load than everything else.
  const { plan: own, seen } =
    from === 'auto' && options.section === undefined ? surelyOwnPlan({ text, file }) : {};
  if (own !== undefined) return asPlan(own);
  const imported = importTasks({ text, file }, { ...options, from, seen });
  const tried = (told: readonly TaskProblem[]) =>
    options.section !== undefined || text.length > MAX_TRIED_CHARACTERS
      ? [...told]
      : withTriedSections(
          told,
          (section) => importTasks({ text, file }, { ...options, from, section, seen }).ok,
        );
  if (imported.ok) {
    const isAsked = options.section !== undefined || from !== 'auto';
    const made = importedPlan(imported.value, { file, title, isAsked });
    if (!made.ok) return made;
    // A plan whose phases are ticked off is read by the importers, and its notes hold as before.
    return success({ ...made.value, problems: sortProblems([...tried(made.value.problems), ...noted]) });
  }
  const { problems } = imported;
  if (options.section !== undefined && problems.some(({ code }) => code === 'task-list-is-plan'))
    return failure('usage', sectionOfPlan(file));
  if (problems.some(({ code }) => code === 'task-list-is-plan')) return asPlan();
  if (problems.some(({ code }) => code === 'format-unknown')) {
    const plan = asPlan();
    const [finished] = plan.ok && plan.value.plan.phases.length === 0 ? finishedByStatus({ text, file }) : [];
    if (finished !== undefined) return failure('problems', finished);
    // An empty plan would look as if it were complete, so its reader has to be sent on.
    const isElsewhere =
      plan.ok && plan.value.plan.phases.length === 0 && tasksElsewhere({ text, file }).length > 0;
    if (isElsewhere) return imported;
    // Phases in a form that is not read say more about what is wrong.
    const isForeign = plan.ok && plan.value.plan.phases.length === 0 && !/\bphase\s+\d/iu.test(text);
    const asked = isForeign ? askedForList(tried(problems)) : undefined;
    return asked ?? plan;
  }
  // If the order closes a circle, a plan has more to report: the remaining stages, and all other faults.
  const isTangled = problems.some(({ code }) => code === 'dependency-cycle' || code === 'self-dependency');
  if (isTangled && loosePlan({ text, file }) !== undefined) return asPlan();
  const [first, ...more] = tried(problems);
  return first === undefined ? imported : { ...imported, problems: [first, ...more] };
}

/** Asks which list is the work, where all were taken for something else; nothing where none of them can be read as tasks. */
function askedForList(told: readonly TaskProblem[]) {
  const lists = told.find(({ mayBeWork, hint }) => mayBeWork === true && hint?.includes('--section'));
  if (lists === undefined) return undefined;
  const message = `No heading or list in it is called work. ${lists.message}`;
  return failure<ReadDocumentCode>('usage', { ...lists, severity: 'error', message });
}

function withLineFeeds(source: string): string {
  return source.replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n');
}

/** In a longer document sections are not tried: it would be read many times. */
const MAX_TRIED_CHARACTERS = 512 * 1024;

/** A file with more lines than this is something else: the fate of each line is reported. */
const MAX_LINES = 100_000;

function linesIn(text: string): number {
  let count = 1;
  for (const _ of text.matchAll(/\r\n?|\n/gu)) count += 1;
  return count;
}

function tooManyLines(count: number, file: string): Problem<'plan-too-large'> {
  return {
    severity: 'error',
    code: 'plan-too-large',
    message: `A plan or a task list may have at most ${MAX_LINES} lines; this file has ${count}.`,
    file,
    hint: 'Check that this is the right file, or split it.',
  };
}

/** A longer document is only examined for a plan. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

const TITLE_HEADING = /^(?:#[ \t]|=+[ \t]*$)/mu;

function importedPlan(
  { problems, made, ...imported }: ImportedTasks,
  { file, title, isAsked }: { readonly file: string; readonly title: string; readonly isAsked: boolean },
): Result<DocumentReading, ReadDocumentCode> {
  const front = plainText(made.text).title?.value;
  // Without a heading above all others, the first is one of several: "Implementation plan" below front matter with a title.
  const own = front === undefined || TITLE_HEADING.test(made.text) ? imported.draft.title || front : front;
  const draft: PlanDraft = { ...imported.draft, title: own || title };
  const plan = readPlan(withConstraints(printPlan(draft), constraintsIn(made.text)), file);
  if (!plan.ok) return plan;
  if (plan.value.phases.length !== draft.phases.length) return failure('problems', lost(file));
  const account = accountOf(made);
  const fields = isAsked || imported.format !== 'tasks' ? undefined : fieldsAsTasks(made, account, file);
  if (fields !== undefined) return failure('usage', fields);
  const phases = plan.value.phases.map((phase, index) =>
    placed(phase, imported.places[index] ?? { line: 1, column: 1 }),
  );
  return success({
    plan: {
      ...plan.value,
      isMade: true,
      isForeign: !hasOwnNames(made.text),
      title: { value: draft.title, line: 1, column: 1 },
      phases,
    },
    imported: { ...imported, draft, lines: made.text === '' ? [] : lineRanges(made, account) },
    problems: sortProblems([
      ...problems,
      ...accountNotes(made, { said: problems, file, lines: account }),
      ...doneNote(imported, file),
    ]),
  });
}

/** A phase with the place of its part in the document in every field that has a place. */
function placed(phase: Phase, { line, column }: Position): Phase {
  const at = <Each extends Position>(each: Each): Each => ({ ...each, line, column });
  const maybe = <Each extends Position>(each: Each | undefined) =>
    each === undefined ? undefined : at(each);
  return {
    ...phase,
    ...{ line, column, end: line + 1 },
    goal: maybe(phase.goal),
    hours: maybe(phase.hours),
    complexity: maybe(phase.complexity),
    files: phase.files && { ...at(phase.files), entries: phase.files.entries.map(at) },
    dependencies: phase.dependencies && {
      ...at(phase.dependencies),
      references: phase.dependencies.references.map(at),
    },
    steps: phase.steps.map(at),
    gates: phase.gates.map((gate) => ({ ...at(gate), command: maybe(gate.command) })),
    workflow: maybe(phase.workflow),
    executor: maybe(phase.executor),
    fallback: maybe(phase.fallback),
    plugin: maybe(phase.plugin),
    place: maybe(phase.place),
    needs: maybe(phase.needs),
    requirement: maybe(phase.requirement),
    others: phase.others.map(at),
  };
}

/** A note on the tasks that a plan leaves out since nothing is to be done in them. */
function doneNote(imported: Pick<ImportedTasks, 'leftOut'>, file: string): TaskProblem[] {
  // In deferred ones there is something to do: their importer says that they are left out.
  const leftOut = imported.leftOut.filter(({ state }) => state !== 'deferred');
  const [first] = leftOut;
  if (first === undefined) return [];
  const names = leftOut.slice(0, MAX_NAMED).map(({ id, title, state }) => {
    return `${id === null ? '' : `${shortText(id)} `}${shortText(title)} (${state})`;
  });
  const more = leftOut.length - names.length;
  return [
    {
      severity: 'note',
      code: 'done-left-out',
      message: `Left out because there is nothing to do in ${leftOut.length === 1 ? 'it' : 'them'}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      file,
      line: first.line,
      column: 1,
    },
  ];
}

const MAX_NAMED = 10;

function sectionOfPlan(file: string): TaskProblem {
  return {
    severity: 'error',
    code: 'option-unused',
    message: 'It is already a plan, and a single section of a plan cannot be imported.',
    file,
    hint: 'Leave out --section.',
  };
}

function lost(file: string): TaskProblem {
  return {
    severity: 'error',
    code: 'task-malformed',
    message: 'Not every part of it can be written as a phase.',
    file,
    hint: 'Write it as a plan by hand: orchestrator plan check shows what a plan looks like.',
  };
}
