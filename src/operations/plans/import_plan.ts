import { basename, dirname } from 'node:path';
import {
  type Failure,
  failure,
  type Problem,
  type Result,
  sortProblems,
  success,
} from '../../diagnostics/index.ts';
import { inTitleCase, revealHidden } from '../../lib/index.ts';
import {
  accountNotes,
  assessPlan,
  constraintsIn,
  hasOwnNames,
  type ImportedTasks,
  type ImportOptions,
  importNotesText,
  importTasks,
  type PlanProblemCode,
  printPlan,
  type ReadPlanCode,
  readPlan,
  type TaskCode,
  type TaskFormat,
  type WithoutNotes,
  withConstraints,
  withoutImportNotes,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { choosePlanFile, type PlanFileProblemCode, writePlan } from './plan_file.ts';
import { type PlanReport, planReport } from './plan_report.ts';
import { type NamedTaskSource, readTaskSource, type TaskSourceCode } from './task_source.ts';

/** Options of an import of a task list. */
export type ImportPlanOptions = ImportOptions & {
  /** `-` is standard input. */
  readonly file: string;
  readonly from: TaskFormat | 'auto';
  /** The destination of the plan: a new file, or `-` for none; by default, a free name among the project's plans. */
  readonly out?: string | undefined;
  /** Whether to write nothing. */
  readonly dryRun: boolean;
};

/** A plan made from a task list. */
export type ImportedPlan = Omit<ImportedTasks, 'draft' | 'places' | 'made'> & {
  /** The whole document. */
  readonly text: string;
  /** The path it was written to, or would have been, for messages; `null` for none. */
  readonly file: string | null;
  readonly written: boolean;
  /** The report on the plan, with the problems found by the rules. */
  readonly report: PlanReport;
  /** Problems with the source. */
  readonly problems: readonly Problem[];
};

export type ImportPlanCode = TaskSourceCode | TaskCode | PlanFileProblemCode | PlanProblemCode | ReadPlanCode;

/** Turns a task list into a plan, and writes it to a new file, never over another. */
export async function importPlan(
  context: OperationContext,
  { file, from, out, dryRun, ...options }: ImportPlanOptions,
): Promise<Result<ImportedPlan, ImportPlanCode>> {
  const source = readTaskSource(context, file);
  if (!source.ok) return source;
  const { text, section, problems } = withoutImportNotes(source.value.text, source.value.file);
  const imported = importTasks({ ...source.value, text }, { ...options, from });
  if (!imported.ok) return notImported(imported, source.value);
  const notes = { section, problems };
  return writeImported(context, { source: source.value, imported: imported.value, notes, out, dryRun });
}

/** Writes an imported plan to a new file, unless nothing is to be written. */
export async function writeImported(
  context: OperationContext,
  {
    source,
    imported,
    notes: kept = { section: '', problems: [] },
    out,
    dryRun,
  }: Pick<ImportPlanOptions, 'out' | 'dryRun'> & {
    readonly source: NamedTaskSource;
    readonly imported: ImportedTasks;
    /** Notes of an earlier import that the document itself carried. */
    readonly notes?: Pick<WithoutNotes, 'section' | 'problems'>;
  },
): Promise<Result<ImportedPlan, ImportPlanCode>> {
  const { draft, places: _, made, ...how } = imported;
  const title = draft.title === '' ? titleOf(source) : draft.title;
  const problems = sortProblems([
    ...how.problems,
    ...kept.problems,
    ...accountNotes(made, { said: how.problems, file: source.file }),
  ]);
  const notes = importNotesText({ name: nameOf(source), problems, kept: kept.section });
  const text = revealHidden(
    `${withConstraints(printPlan({ ...draft, title }), constraintsIn(made.text))}${notes}`,
  );
  const place = { title, out };
  const isNowhere = out === '-';
  const chosen = isNowhere
    ? undefined
    : dryRun
      ? choosePlanFile(context, place)
      : await writePlan(context, place, text);
  if (chosen?.ok === false) return chosen;
  const shown = chosen?.value.shown;
  const plan = readPlan(text, shown ?? '<stdout>');
  if (!plan.ok) return plan;
  return success({
    ...how,
    problems,
    text,
    file: shown ?? null,
    written: chosen !== undefined && !dryRun,
    report: planReport(assessPlan({ ...plan.value, isMade: true, isForeign: !hasOwnNames(made.text) })),
  });
}

/** Says that the document is already a plan, if it is a valid one; otherwise its faults are more helpful. */
function notImported(
  failed: Failure<TaskCode>,
  { text, file }: NamedTaskSource,
): Failure<ImportPlanCode | PlanProblemCode> {
  if (failed.problems.every(({ code }) => code !== 'task-list-is-plan')) return failed;
  const plan = readPlan(text, file);
  const errors = plan.ok
    ? assessPlan(plan.value).problems.filter(({ severity }) => severity === 'error')
    : [];
  return errors.length === 0 ? failed : failure('problems', ...errors);
}

function nameOf({ path }: NamedTaskSource): string {
  return path === undefined ? 'a text from standard input' : basename(path);
}

/** The title of a list without a heading: the name of its file, or of its folder if the file has a generic name. */
function titleOf({ path }: NamedTaskSource): string {
  if (path === undefined) return 'Imported tasks';
  const name = basename(path).replace(/\.\w+$/u, '');
  const base = /^(?:tasks?|todos?|plan|readme)$/iu.test(name) ? basename(dirname(path)) : name;
  const words = base.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 || /^tasks?$/iu.test(base) ? 'Imported tasks' : inTitleCase(words.join('_'));
}
