import { sortProblems } from '../../diagnostics/index.ts';
import {
  type Cycle,
  cycles,
  type PhaseOrder,
  type PlanGraph,
  phaseOrder,
  planGraph,
} from '../graph/index.ts';
import type {
  CheckedPhase,
  CheckedPlan,
  CheckedPlanParts,
  Phase,
  PlanProblem,
  UncheckedPlan,
} from '../plan.ts';
import { EMPTY_LIST, trimCapacity } from '../trim_capacity.ts';
import type { PlanRule, Subject } from './plan_rule.ts';
import { PLAN_RULES } from './rules.ts';

/** The surroundings that a plan is compared with. */
export type CheckOptions = {
  /** The names of the goal map's goals; left out, workflows are not judged. */
  readonly goals?: readonly string[];
};

/** The result of checking a plan. */
export type PlanCheck = {
  /** Everything that the rules found, in document order. */
  readonly problems: readonly PlanProblem[];
  /** The graph of the dependencies that name one phase; those of a phase on itself are left out. */
  readonly graph: PlanGraph;
  readonly order: PhaseOrder;
  readonly cycles: readonly Cycle[];
  /** Present unless a rule found an error. */
  readonly checked: CheckedPlan | undefined;
};

/** Judges a plan by every rule, and makes it runnable if none finds an error. */
export function checkPlan(plan: UncheckedPlan, { goals }: CheckOptions = {}): PlanCheck {
  const { phases } = plan;
  const dependencies = phases.map(dependenciesOf);
  const files = phases.map(filesOf);
  const graph = planGraph({
    ids: phases.map(({ id }) => id),
    dependencies,
    hours: phases.map(({ hours }) => hours?.value),
    files: files.map((paths) => paths ?? EMPTY_LIST),
  });
  const order = phaseOrder(graph);
  const found = cycles(graph, order);
  const problems = problemsOf({ plan, goals, cycles: found });
  const isSound = problems.every(({ severity }) => severity !== 'error');
  return {
    problems,
    graph,
    order,
    cycles: found,
    checked: isSound ? checkedPlan(plan, { dependencies, files, warnings: problems }) : undefined,
  };
}

function problemsOf(subject: Subject): PlanProblem[] {
  const problems: PlanProblem[] = [];
  for (const rule of PLAN_RULES) for (const problem of problemsOfRule(rule, subject)) problems.push(problem);
  return sortProblems(problems);
}

function* problemsOfRule(rule: PlanRule, subject: Subject): Iterable<PlanProblem> {
  const { id, reason, check } = rule;
  const { file, isForeign = false } = subject.plan;
  const severity = isForeign ? (rule.foreignSeverity ?? rule.severity) : rule.severity;
  for (const { line, column, message, hint = reason } of check(subject))
    yield { severity, code: id, message, file, line, column, hint };
}

/** The phases that a phase depends on, in document order, each once; an ambiguous name gives none. */
function dependenciesOf({ dependencies }: Phase, place: number): readonly number[] {
  const found: number[] = [];
  for (const { phases, isMany } of dependencies?.references ?? EMPTY_LIST)
    if (isMany || phases.length === 1) for (const other of phases) if (other !== place) found.push(other);
  if (found.length < 2) return trimCapacity(found);
  found.sort((a, b) => a - b);
  return trimCapacity(found.filter((other, index) => other !== found[index - 1]));
}

/** The paths that a phase may touch; `undefined` where it does not say, or says it in prose only. */
function filesOf({ files }: Phase): readonly string[] | undefined {
  if (files === undefined) return undefined;
  const named = files.entries.every(({ isPath }) => isPath)
    ? files.entries
    : files.entries.filter(({ isPath }) => isPath);
  const paths = named.map(({ path }) => path);
  return paths.length === 0 && files.entries.length > 0 ? undefined : paths;
}

function checkedPlan(
  plan: UncheckedPlan,
  {
    dependencies,
    files,
    warnings,
  }: {
    readonly dependencies: readonly (readonly number[])[];
    readonly files: readonly (readonly string[] | undefined)[];
    readonly warnings: readonly PlanProblem[];
  },
): CheckedPlan {
  const phases = plan.phases.map(
    (source, place): CheckedPhase => ({
      id: source.id,
      title: source.title,
      goal: source.goal?.value ?? '',
      hours: source.hours?.value,
      complexity: source.complexity?.value,
      files: files[place],
      filesExpected: source.files?.isExpected === true,
      dependencies: dependencies[place] ?? EMPTY_LIST,
      source,
    }),
  );
  const parts: CheckedPlanParts = { plan, title: plan.title?.value ?? '', phases, warnings };
  // The brand exists in types only: this function, and no other, may give it.
  return parts as CheckedPlan;
}
