export { addGoal } from './add_goal.ts';
export { chooseGoal, chooseVariant, type GoalChoiceCode } from './choose.ts';
export { declaresInputs } from './normalise.ts';
export { findGoalMap, readGoalMap } from './read.ts';
export type {
  ConstraintUse,
  Goal,
  GoalEntry,
  GoalMap,
  GoalMapProblemCode,
  GoalParts,
  Input,
  InputKind,
  NewGoal,
  Variant,
} from './types.ts';
