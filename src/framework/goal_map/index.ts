export { addGoal } from './add_goal.ts';
export { chooseGoal, chooseVariant, type GoalChoiceCode } from './choose.ts';
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
} from './goal_map.ts';
export { declaresInputs } from './normalise.ts';
export { findGoalMap, readGoalMap } from './read_goal_map.ts';
