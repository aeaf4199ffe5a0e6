export { gatherConstraints, hoursOf, joinConstraints, listConstraints, MOST_CONSTRAINTS } from './gather.ts';
export { constraintLines, constraintsIn, withConstraints } from './in_document.ts';
export { isMentioned, type Naming, namedIn, namingIn } from './named.ts';
export { type ReadConstraints, readConstraints, readFlag } from './read.ts';
export {
  CONSTRAINT_KEYS,
  type ConstraintKey,
  type ConstraintProblemCode,
  type GivenConstraint,
  NO_CONSTRAINTS,
  type PlanConstraints,
} from './types.ts';
