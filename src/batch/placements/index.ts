export { controlFolder } from './control_folder.ts';
export { layOver } from './lay_over.ts';
export { openPlacement } from './open_placement.ts';
export { type PlaceReport, probePlace } from './probe.ts';
export type {
  PlacedAttempt,
  PlacedEars,
  PlacedEnd,
  PlacedJob,
  PlacedStart,
  PlacedWork,
  Placement,
  PlaceSettings,
  SlurmSettings,
} from './types.ts';
