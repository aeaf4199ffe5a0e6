export { type Position, type Problem, type Severity, sortProblems } from './problem.ts';
export { Refusal, refusalOf } from './refusal.ts';
export {
  type AnyCode,
  type Failure,
  type FailureCause,
  failure,
  type Result,
  type Success,
  success,
} from './result.ts';
