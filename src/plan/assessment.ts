import { sortProblems } from '../diagnostics/index.ts';
import {
  type CriticalPath,
  criticalPath,
  type FileConflict,
  fileConflicts,
  type PlannedWork,
  type PlanTotals,
  planTotals,
  precedence,
  type Schedule,
  simulate,
  touchedFiles,
} from './graph/index.ts';
import type { Phase, PlanProblem, UncheckedPlan } from './plan.ts';
import { type CheckOptions, checkPlan, type PlanCheck } from './rules/index.ts';

/** Everything that can be known of a plan without running it. */
export type PlanAssessment = PlanCheck & {
  readonly plan: UncheckedPlan;
  readonly totals: PlanTotals;
  readonly criticalPath: CriticalPath;
  readonly conflicts: readonly FileConflict[];
  /** The input for schedules of the plan. */
  readonly work: PlannedWork;
  /** The schedule with no limit to the workers: phases wait for their dependencies and for files only. */
  readonly unlimited: Schedule;
  /** Problems found by the rules, and each file conflict as a warning, in document order. */
  readonly problems: readonly PlanProblem[];
};

/** Judges a plan and works out its order, its schedule and its file conflicts. */
export function assessPlan(plan: UncheckedPlan, options: CheckOptions = {}): PlanAssessment {
  const check = checkPlan(plan, options);
  const { graph, order } = check;
  const touched = touchedFiles(graph.files);
  const conflicts = fileConflicts(graph, order, touched);
  const work = { precedence: precedence(graph, order), touched };
  return {
    ...check,
    plan,
    totals: planTotals(graph, order),
    criticalPath: criticalPath(graph, order),
    conflicts,
    work,
    unlimited: simulate(graph, order, work, Number.POSITIVE_INFINITY),
    problems: sortProblems([
      ...check.problems,
      ...conflicts.map((conflict) => conflictProblem(plan, conflict)),
    ]),
  };
}

/** This many names are listed; of more, only the number is given. */
const MAX_NAMED = 4;

function conflictProblem(plan: UncheckedPlan, conflict: FileConflict): PlanProblem {
  const { files, phases, witness, certain, dependencies } = conflict;
  const phaseAt = (place: number) => plan.phases[place] as Phase;
  const nameOf = (place: number) => `Phase ${phaseAt(place).id}`;
  const [first, second] = witness;
  const others = phases.length - 2;
  const who = `${nameOf(first)} and ${nameOf(second)}`;
  // Each of the others could run at the same time as some of them, not as every one.
  const too = others === 0 ? '' : `, as ${others} more ${others === 1 ? 'phase does' : 'phases do'}`;
  const { line, column } = phaseAt(second).files ?? phaseAt(second);
  const wanted = dependencies
    .slice(0, MAX_NAMED)
    .map(({ phase, on }, index) => `${nameOf(phase)}${index === 0 ? ' depend' : ''} on ${nameOf(on)}`);
  const more = dependencies.length - wanted.length;
  return {
    severity: 'warning',
    code: 'file-conflict',
    message: `${who} could run at the same time, and ${certain ? 'both touch' : 'may both touch'} ${listed(files)}${too}.`,
    file: plan.file,
    line,
    column,
    hint: `Make ${wanted.join(', ')}${more > 0 ? ` and ${more} more` : ''}, or split the file.`,
  };
}

function listed(files: readonly string[]): string {
  const named = files.slice(0, MAX_NAMED).join(', ');
  const more = files.length - MAX_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}
