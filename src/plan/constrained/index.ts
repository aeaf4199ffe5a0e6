export { type AvoidedPlace, avoidedPlaces } from './avoided.ts';
export { overTime } from './over_time.ts';
