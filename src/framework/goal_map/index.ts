export { chooseGoal, chooseVariant } from './choose.ts';
export { declaresInputs } from './normalise.ts';
export { findGoalMap, readGoalMap } from './read.ts';
export type {
  ConstraintUse,
  Goal,
  GoalMap,
  GoalMapProblemCode,
  GoalParts,
  Input,
  InputKind,
  Variant,
} from './types.ts';
