import { checkPlan, type PlanCheck, readPlan, type UncheckedPlan } from '../../src/plan/index.ts';

/** The goals that the tests' plans are compared with. */
export const GOALS = ['REVIEW_AGAINST_STANDARDS', 'ADD_OR_INTEGRATE', 'DIAGNOSE_ROOT_CAUSE'];

/** Reads a plan that has to be readable. */
export function planOf(source: string): UncheckedPlan {
  const result = readPlan(source, 'plan.md');
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

/** Reads and checks a plan. */
export function checkOf(source: string): PlanCheck {
  return checkPlan(planOf(source), { goals: GOALS });
}

/** Problems as `line:column severity code`, with their messages. */
export function problemsIn(source: string): string[] {
  return checkOf(source).problems.map(
    ({ line, column, severity, code, message }) => `${line}:${column} ${severity} ${code}: ${message}`,
  );
}
