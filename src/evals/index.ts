export * from './ablation/index.ts';
export * from './arms/index.ts';
export * from './asking/index.ts';
export * from './cases/index.ts';
export type { EvalProblemCode } from './eval_problem.ts';
export * from './exporting/index.ts';
export type { EvalExport, ExportedPrompt } from './generated/eval.export.ts';
export type {
  EvalArm,
  EvalCase,
  EvalComponent,
  EvalMessage,
  EvalPart,
  EvalPrompt,
  EvalSetup,
} from './generated/eval.setup.ts';
export type {
  ArmComparison,
  ArmResult,
  ArmSums,
  CaseResult,
  CheckResult,
  EvalResults,
  LeftOutCase,
  PairResult,
  PartEffect,
  RunFault,
} from './generated/eval.ts';
export * from './judging/index.ts';
export * from './report/index.ts';
export * from './results/index.ts';
export * from './running/index.ts';
export { messageTokens, withId } from './setup.ts';
export * from './storage/index.ts';
