import { failure, type Result, success } from '../../diagnostics/index.ts';
import {
  assessPlan,
  type ConstraintKey,
  type ConstraintProblemCode,
  listConstraints,
  type PlanConstraints,
  type PlanProblemCode,
  printPlan,
  type Requirement,
  readPlan,
  titleFrom,
  withConstraints,
} from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { configuredWorkers, constraintErrors } from '../plans/constraint_errors.ts';

/** A task in the parts that its plan is made of. */
export type TaskParts = {
  readonly requirement: Requirement;
  readonly constraints: PlanConstraints;
  /** Paths from the root of the project; empty for all. */
  readonly files: readonly string[];
  /** Commands that decide whether it is done. */
  readonly gates: readonly string[];
};

/** The codes for a task that makes no sound plan. */
export type TaskPlanCode = PlanProblemCode | 'constraint-avoid' | ConstraintProblemCode;

/** Makes a plan of one phase, or reports what would be wrong with it as errors without a place, since it is in no file yet. */
export function taskPlan(
  context: OperationContext,
  { requirement, constraints, files, gates }: TaskParts,
): Result<string, TaskPlanCode> {
  const title = titleFrom(requirement);
  const lines = requirement.lines.map(({ text }) => text);
  const wishes = listConstraints(constraints).flatMap(({ key, value }) => WISHES[key]?.(value) ?? []);
  const plan = printPlan({
    title,
    phases: [
      {
        ...{
          id: '1',
          title,
          goal: lines.join(' '),
          hours: Math.min(1, constraints.maxTime?.hours ?? 1),
          complexity: 'low',
        },
        ...(files.length === 0 ? {} : { files: files.map((path) => ({ path })) }),
        dependencies: [],
        steps: [...lines, ...wishes],
        gates: gates.map((command) => ({ text: gateText(command), checked: false })),
        others: [],
      },
    ],
  });
  const text = withConstraints(plan, constraints);
  const read = readPlan(text, '');
  if (!read.ok) return read;
  const assessment = assessPlan(read.value);
  const held = constraintErrors(assessment, configuredWorkers(context));
  const errors = [...assessment.problems, ...held].filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return success(text);
  return failure(
    'usage',
    ...errors.map(({ code, message, hint }) => ({
      ...{ severity: 'error' as const, code, message },
      ...(hint === undefined ? {} : { hint }),
    })),
  );
}

/** Constraints as steps: whoever does the task reads its phase, and not what the plan says above it. */
const WISHES: Partial<Record<ConstraintKey, (value: string) => string>> = {
  avoid: (value) => `Do it without ${value}.`,
  prefer: (value) => `Prefer ${value} where there is a choice.`,
  quality: (value) => `Quality: ${value}`,
  domain: (value) => `Domain: ${value}`,
  note: (value) => `Note: ${value}`,
};

function gateText(command: string): string {
  const longest = Math.max(0, ...[...command.matchAll(/`+/gu)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `It holds: ${marks}${padding}${command}${padding}${marks}`;
}
