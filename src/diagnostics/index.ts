export { type Position, type Problem, type Severity, sortProblems } from './problem.ts';
export {
  type AnyCode,
  type Failure,
  type FailureCause,
  failure,
  type Result,
  type Success,
  success,
} from './result.ts';
