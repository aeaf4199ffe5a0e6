import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { assessPlan, type PlanProblemCode, simulate, usefulWorkers } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { type PlanSourceCode, type ReadingOptions, readPlanSource } from './plan_source.ts';

/** How a plan would go with different numbers of workers. */
export type PlanSimulation = {
  readonly title: string;
  readonly phases: number;
  readonly schedules: readonly {
    readonly concurrency: number;
    readonly hours: number;
    /** How many times as fast as one worker. */
    readonly speedup: number;
    /** Which part of the workers' time goes into phases, from 0 to 1. */
    readonly busy: number;
    /** The most phases that run at the same time. */
    readonly mostAtOnce: number;
  }[];
  /** More workers than these do not make it faster. */
  readonly useful: { readonly concurrency: number; readonly hours: number };
  readonly criticalPath: { readonly phases: readonly string[]; readonly hours: number };
  readonly assumed: { readonly phases: number; readonly hours: number };
  /** What the rules found; nothing that a schedule hangs on. */
  readonly problems: readonly Problem[];
};

/** What there is no schedule with: who waits for whom, and for how long, would be a guess. */
const DECIDES: ReadonlySet<PlanProblemCode> = new Set([
  'no-phases',
  'duplicate-id',
  'undefined-dependency',
  'ambiguous-dependency',
  'self-dependency',
  'dependency-cycle',
  'hours-absurd',
  'hours-unreadable',
]);

/** Simulates a plan for each number of workers, in the order in which they are given. */
export function schedulePlan(
  context: OperationContext,
  {
    file,
    concurrency,
    reading,
  }: {
    readonly file: string;
    readonly concurrency: readonly number[];
    readonly reading?: ReadingOptions;
  },
): Result<PlanSimulation, PlanSourceCode> {
  const source = readPlanSource(context, file, reading);
  if (!source.ok) return source;
  const { plan, graph, order, work, totals, criticalPath, problems } = assessPlan(source.value.plan);
  const errors = problems.filter(({ severity, code }) => severity === 'error' && DECIDES.has(code));
  if (errors.length > 0) return failure('problems', ...(errors as Problem<PlanSourceCode>[]));
  const schedules = concurrency.map((workers) => {
    const { hours, busy, mostAtOnce } = simulate(graph, order, work, workers);
    const speedup = hours === 0 ? 1 : totals.hours.total / hours;
    return { concurrency: workers, hours, speedup, busy, mostAtOnce };
  });
  const useful = usefulWorkers(graph, order, work);
  return success({
    title: plan.title?.value ?? '',
    phases: plan.phases.length,
    schedules,
    useful: { concurrency: useful, hours: simulate(graph, order, work, useful).hours },
    criticalPath: {
      phases: criticalPath.phases.map((place) => graph.ids[place] ?? ''),
      hours: criticalPath.hours,
    },
    assumed: totals.assumed,
    problems: sortProblems([...problems, ...source.value.problems]),
  });
}
