export { assessPlan, type PlanAssessment } from './assessment.ts';
export * from './document/index.ts';
export * from './drafting/index.ts';
export * from './drawing/index.ts';
export * from './graph/index.ts';
export * from './rules/index.ts';
export * from './tasks/index.ts';
export type * from './types.ts';
export { type WorkflowName, workflowName } from './workflow_name.ts';
