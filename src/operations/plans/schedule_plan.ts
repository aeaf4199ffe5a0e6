import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  assessPlan,
  type PlanProblemCode,
  simulate,
  simulateWithin,
  usefulWorkers,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { calibratedPlan, type EstimateBias, type PlanCalibration } from './calibrate_plan.ts';
import { configuredWorkers, constraintErrors } from './constraint_errors.ts';
import { parseQuotas, quotasFor } from './plan_quotas.ts';
import { type PlanSourceCode, type ReadingOptions, readPlanSource } from './plan_source.ts';

/** The course of a plan with different numbers of workers. */
export type PlanSimulation = {
  readonly title: string;
  readonly phases: number;
  readonly schedules: readonly {
    readonly concurrency: number;
    readonly hours: number;
    /** The speed relative to one worker. */
    readonly speedup: number;
    /** The share of the workers' time spent on phases, from 0 to 1. */
    readonly busy: number;
    /** The most phases that run at the same time. */
    readonly mostAtOnce: number;
    /** The course within the given quotas; absent without any. */
    readonly within?: {
      readonly hours: number;
      /** Hours during which startable phases waited for a window, all waves together. */
      readonly waits: number;
      readonly waves: readonly QuotaWave[];
    };
  }[];
  /** The number of workers beyond which it gets no faster, and the hours it then takes. */
  readonly useful: { readonly concurrency: number; readonly hours: number };
  readonly criticalPath: { readonly phases: readonly string[]; readonly hours: number };
  readonly assumed: { readonly phases: number; readonly hours: number };
  /** The factors applied to the estimates; absent if there were none. */
  readonly calibration?: PlanCalibration;
  /** Problems found by the rules that do not prevent a schedule. */
  readonly problems: readonly Problem[];
};

/** The phases that start within one window of a quota. Times in hours from the plan's start. */
export type QuotaWave = {
  /** The quota as given. */
  readonly quota: string;
  readonly phases: readonly string[];
  readonly starts: number;
  readonly ends: number;
  /** The end of its window. */
  readonly over: number;
  readonly waits: number;
};

/** Problems that prevent a schedule: who waits for whom, and for how long, would be a guess. */
const DECIDES: ReadonlySet<PlanProblemCode> = new Set([
  'no-phases',
  'duplicate-id',
  'undefined-dependency',
  'ambiguous-dependency',
  'self-dependency',
  'dependency-cycle',
  'hours-absurd',
]);

/** Simulates a plan for each number of workers, in the given order. */
export function schedulePlan(
  context: OperationContext,
  {
    file,
    concurrency,
    quotas: texts = [],
    reading,
    bias,
  }: {
    readonly file: string;
    readonly concurrency: readonly number[];
    /** As typed. */
    readonly quotas?: readonly string[];
    readonly reading?: ReadingOptions;
    /** The bias of estimates, from the time that phases really took. */
    readonly bias?: EstimateBias;
  },
): Result<PlanSimulation, PlanSourceCode | 'usage'> {
  const given = parseQuotas(texts);
  if (!given.ok) return given;
  const source = readPlanSource(context, file, reading);
  if (!source.ok) return source;
  const assessed = assessPlan(source.value.plan);
  const { problems } = assessed;
  const errors = problems.filter(({ severity, code }) => severity === 'error' && DECIDES.has(code));
  if (errors.length > 0) return failure('problems', ...(errors as Problem<PlanSourceCode>[]));
  const calibrated = bias === undefined ? undefined : calibratedPlan(assessed.plan, bias);
  const judged = calibrated === undefined ? assessed : assessPlan(calibrated.plan);
  const { plan, graph, order, work, totals, criticalPath } = judged;
  // A single number is the limit that the plan is checked against; with several, the settings decide.
  const [asked = configuredWorkers(context), ...others] = concurrency;
  const held = constraintErrors(judged, others.length === 0 ? asked : configuredWorkers(context));
  const quotas = quotasFor(context, plan.phases, given.value);
  if (!quotas.ok) return quotas;
  const within = (workers: number) => {
    const { hours, waves } = simulateWithin(graph, order, work, { workers, ...quotas.value });
    const shown = waves.map(({ quota, phases, ...times }) => ({
      quota: given.value[quota]?.text ?? '',
      phases: phases.map((place) => graph.ids[place] ?? ''),
      ...times,
    }));
    return { hours, waits: waves.reduce((sum, { waits }) => sum + waits, 0), waves: shown };
  };
  const schedules = concurrency.map((workers) => {
    const { hours, busy, mostAtOnce } = simulate(graph, order, work, workers);
    const speedup = hours === 0 ? 1 : totals.hours.total / hours;
    const schedule = { concurrency: workers, hours, speedup, busy, mostAtOnce };
    return given.value.length === 0 ? schedule : { ...schedule, within: within(workers) };
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
    ...(calibrated === undefined ? {} : { calibration: calibrated.calibration }),
    problems: sortProblems([...problems, ...source.value.problems, ...held]),
  });
}
