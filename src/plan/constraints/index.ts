export { type ConstraintMention, contextOfMention, findMention, isMentioned } from './find_mention.ts';
export { constraintLines, constraintsIn, withConstraints } from './in_document.ts';
export {
  hoursOf,
  joinConstraints,
  listConstraints,
  MAX_CONSTRAINTS,
  mergeConstraints,
} from './merge_constraints.ts';
export {
  CONSTRAINT_KEYS,
  type ConstraintKey,
  type ConstraintProblemCode,
  type GivenConstraint,
  NO_CONSTRAINTS,
  type PlanConstraints,
} from './plan_constraints.ts';
export { type ReadConstraints, readConstraints, readFlag } from './read_constraints.ts';
