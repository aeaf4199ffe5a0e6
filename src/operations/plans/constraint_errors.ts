import { batchSettings } from '../../config/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import {
  avoidedPlaces,
  avoidedProblem,
  type ConstraintProblemCode,
  constraintsIn,
  MAX_CONSTRAINTS,
  type PlanAssessment,
  timeOverrun,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { contradictions } from './constrained_requirement.ts';

/** The codes for a plan that breaks its own constraints. */
type HeldCode = 'constraint-avoid' | ConstraintProblemCode;

/** The configured number of phases that can run at a time. */
export function configuredWorkers({ env, userFolder }: Pick<OperationContext, 'env' | 'userFolder'>): number {
  return Number(batchSettings({ env, userFolder }).wishes.concurrency ?? 2);
}

/**
 * Errors for the constraints under `## Constraints` that a plan breaks, whoever wrote or edited it.
 *
 * @param workers - number of phases that can run at a time
 */
export function constraintErrors(assessment: PlanAssessment, workers: number): Problem<HeldCode>[] {
  const { plan } = assessment;
  const { file, source } = plan;
  const constraints = constraintsIn(source);
  const avoid = constraints.avoid.slice(0, MAX_CONSTRAINTS);
  const named = plan.phases.flatMap((phase) =>
    avoidedPlaces(phase, avoid).map(
      (place): Problem<HeldCode> => ({
        ...avoidedProblem(`Phase ${phase.id}`, place),
        ...(place.isSure && {
          hint: 'Find another way, or remove the line from ## Constraints.',
        }),
        file,
      }),
    ),
  );
  const late = timeOverrun(assessment, { maxTime: constraints.maxTime, workers });
  const time: Problem<HeldCode>[] =
    late === undefined
      ? []
      : [
          {
            severity: 'error',
            code: 'constraint-time',
            message: late,
            ...{ file, ...lineOf(source, /^[-*+]\s+max-time:/u) },
            hint: 'Plan less, run more phases at the same time (orchestrator config set batch.concurrency 4), or allow more time under ## Constraints.',
          },
        ];
  const torn = contradictions(constraints, file).filter(({ severity }) => severity === 'error');
  return [...named, ...time, ...tooManyAvoided(constraints.avoid.length, file), ...torn];
}

function tooManyAvoided(count: number, file: string): Problem<HeldCode>[] {
  if (count <= MAX_CONSTRAINTS) return [];
  return [
    {
      severity: 'warning',
      code: 'too-many-constraints',
      message: `The plan has ${count} things to avoid; only the first ${MAX_CONSTRAINTS} are checked.`,
      file,
      hint: 'Combine several into one.',
    },
  ];
}

function lineOf(
  source: string,
  pattern: RegExp,
): { readonly line: number; readonly column: number } | undefined {
  const at = source.split(/\r\n|\r|\n/u).findIndex((line) => pattern.test(line));
  return at < 0 ? undefined : { line: at + 1, column: 1 };
}
