export { assessPlan, type PlanAssessment } from './assessment.ts';
export * from './document/index.ts';
export * from './drawing/index.ts';
export * from './graph/index.ts';
export * from './rules/index.ts';
export type * from './types.ts';
