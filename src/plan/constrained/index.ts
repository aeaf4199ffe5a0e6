export { type AvoidedPlace, avoidedPlaces, avoidedProblem } from './avoided.ts';
export { overTime } from './over_time.ts';
