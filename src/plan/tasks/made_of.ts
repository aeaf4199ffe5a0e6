import type { Position } from '../../diagnostics/index.ts';
import type { Made, MadePhase } from '../account/types.ts';
import { constraintLines } from '../constraints/index.ts';
import { draftOf, type PhaseDraft, type PlanDraft } from '../document/index.ts';
import type { FilesField, UncheckedPlan } from '../types.ts';
import { NO_LIST } from './list_outcomes.ts';
import { once } from './once.ts';
import { BESIDE, UNKNOWN } from './section_outcomes.ts';
import type { SectionOutcome, Task } from './types.ts';

/** A plan as it was made of a document; the places are those of its phases. */
type MadeFrom = {
  readonly draft: PlanDraft;
  readonly places: readonly Position[];
  /** For each phase, those that it comes after, by index. */
  readonly after: readonly (readonly number[])[];
  readonly leftOut: Made['done'];
  readonly sections: readonly SectionOutcome[];
};

/** Describes what a document was made into, in the form that an account of its lines takes. */
export function madeOf(
  text: string,
  tasks: readonly Task[],
  { draft, places, after, leftOut, sections }: MadeFrom,
): Made {
  return {
    text,
    isOwn: false,
    taken: new Set(constraintLines(text)),
    phases: draft.phases.map((phase, index) => ({
      ...partOf(phase),
      line: places[index]?.line ?? 1,
      column: places[index]?.column ?? 1,
      fileLines: [],
      tellsNeeds: tellsNeeds(tasks[index]),
      after: after[index] ?? [],
      guessedFiles: tasks[index]?.files?.areTold === false ? tasks[index].files.paths : [],
    })),
    done: leftOut,
    leftOut: sections
      .filter(({ became }) => became === 'left-out')
      .map(({ line, level, why }) => ({
        line,
        level,
        why,
        isUnknown: why === NO_LIST || why === UNKNOWN || why === BESIDE,
      })),
  };
}

/**
 * Like {@link madeOf}, for a plan that was read as it is.
 *
 * @param text - its text, or that without some of it
 */
export function madeOfPlan(text: string, plan: UncheckedPlan): Made {
  const made = madeOfWhole(plan);
  return made.text === text ? made : { ...made, text, taken: new Set(constraintLines(text)) };
}

const madeOfWhole = once((plan: UncheckedPlan): Made => {
  const { phases } = draftOf(plan);
  return {
    text: plan.source,
    isOwn: true,
    taken: new Set(constraintLines(plan.source)),
    phases: phases.map((phase, index) => ({
      ...partOf(phase),
      line: plan.phases[index]?.line ?? 1,
      column: plan.phases[index]?.column ?? 1,
      fileLines: namingLines(plan.phases[index]?.files),
      tellsNeeds: plan.phases[index]?.dependencies !== undefined,
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
}: PhaseDraft): Pick<MadePhase, 'id' | 'title' | 'work' | 'remarks' | 'files' | 'hasHours'> {
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

function tellsNeeds(task: Task | undefined): boolean {
  return task !== undefined && (task.isFree || task.needs.length > 0 || task.pace !== undefined);
}
