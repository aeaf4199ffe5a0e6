import type { Position } from '../../diagnostics/index.ts';
import type { ImportedDocument, ImportedPhase } from '../account/imported_document.ts';
import { constraintLines } from '../constraints/index.ts';
import { draftOf, type PhaseDraft, type PlanDraft } from '../document/index.ts';
import type { FilesField, UncheckedPlan } from '../plan.ts';
import type { SectionOutcome, Task } from './importer.ts';
import { NO_LIST } from './list_outcomes.ts';
import { memoizeReading } from './memoize_reading.ts';
import { BESIDE, UNKNOWN } from './section_outcomes.ts';

/** A plan as it was made of a document; the places are those of its phases. */
type MadeFrom = {
  readonly draft: PlanDraft;
  readonly places: readonly Position[];
  /** For each phase, those that it comes after, by index. */
  readonly after: readonly (readonly number[])[];
  readonly leftOut: ImportedDocument['done'];
  readonly sections: readonly SectionOutcome[];
  /** The lines that are the context of the plan. */
  readonly context: ReadonlySet<number>;
  readonly isWhole: boolean;
};

/** Describes what a document was made into, in the form that an account of its lines takes. */
export function describeImport(
  text: string,
  tasks: readonly Task[],
  { draft, places, after, leftOut, sections, context, isWhole }: MadeFrom,
): ImportedDocument {
  return {
    text,
    isOwn: false,
    context,
    isWhole,
    taken: new Set([
      ...constraintLines(text),
      ...tasks.flatMap(({ others }) => others.flatMap(({ lines = [] }) => lines)),
    ]),
    phases: draft.phases.map((phase, index) => ({
      ...partOf(phase),
      line: places[index]?.line ?? 1,
      column: places[index]?.column ?? 1,
      fileLines: [],
      statesNeeds: statesNeeds(tasks[index]),
      after: after[index] ?? [],
      guessedFiles: tasks[index]?.files?.areStated === false ? tasks[index].files.paths : [],
    })),
    done: leftOut,
    leftOut: sections
      .filter(({ became }) => became === 'left-out' || became === 'context')
      .map(({ line, level, why }) => ({
        line,
        level,
        why,
        isUnknown: why === NO_LIST || why === UNKNOWN || why === BESIDE,
      })),
  };
}

/**
 * Like {@link describeImport}, for a plan that was read as it is.
 *
 * @param text - its text, or that without some of it
 */
export function describePlan(text: string, plan: UncheckedPlan): ImportedDocument {
  const made = madeOfWhole(plan);
  return made.text === text ? made : { ...made, text, taken: new Set(constraintLines(text)) };
}

const madeOfWhole = memoizeReading((plan: UncheckedPlan): ImportedDocument => {
  const { phases } = draftOf(plan);
  return {
    text: plan.source,
    isOwn: true,
    context: new Set(),
    taken: new Set(constraintLines(plan.source)),
    phases: phases.map((phase, index) => ({
      ...partOf(phase),
      line: plan.phases[index]?.line ?? 1,
      column: plan.phases[index]?.column ?? 1,
      fileLines: namingLines(plan.phases[index]?.files),
      statesNeeds: plan.phases[index]?.dependencies !== undefined,
      after: (plan.phases[index]?.dependencies?.references ?? []).flatMap((each) => each.phases),
      guessedFiles: [],
    })),
    done: [],
    leftOut: [],
  };
});

function namingLines(files: FilesField | undefined): number[] {
  return (files?.entries ?? []).flatMap(({ isPath, line }) => (isPath ? [line] : []));
}

function partOf({
  id,
  title,
  goal,
  steps,
  gates,
  others,
  files,
  hours,
  ...told
}: PhaseDraft): Pick<ImportedPhase, 'id' | 'title' | 'work' | 'remarks' | 'files' | 'hasHours'> {
  return {
    id,
    title,
    files: (files ?? []).map(({ path }) => path),
    hasHours: hours !== undefined,
    work: [title, goal ?? '', ...steps, ...gates.map(({ text }) => text)],
    remarks: [
      id,
      ...[told.workflow, told.executor, told.fallback, told.plugin, told.place].flatMap((each) => each ?? []),
      ...[told.needs, told.requirement].flatMap((each) => each ?? []),
      ...others.map(({ name, text }) => `${name} ${text}`),
    ],
  };
}

function statesNeeds(task: Task | undefined): boolean {
  return task !== undefined && (task.isFree || task.needs.length > 0 || task.pace !== undefined);
}
