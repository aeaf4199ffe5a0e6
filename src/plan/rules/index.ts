export { cannotFail } from './cannot_fail.ts';
export { type CheckOptions, checkPlan, type PlanCheck } from './check_plan.ts';
export { nameOf as phaseName } from './phase_names.ts';
export type { PlanRule } from './plan_rule.ts';
export { PLAN_RULES } from './rules.ts';
