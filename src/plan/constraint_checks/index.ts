export { type AvoidedPlace, avoidedPlaces, avoidedProblem } from './avoided_terms.ts';
export { timeOverrun } from './time_overrun.ts';
