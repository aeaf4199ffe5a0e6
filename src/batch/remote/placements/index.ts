export { controlFolder } from './control_folder.ts';
export { type HandedWork, handedOver as handedOverPlacement } from './handed_over.ts';
export { layOver } from './lay_over.ts';
export { openPlacement } from './open_placement.ts';
export { type PlaceReport, probePlace } from './probe.ts';
export type {
  PlacedAttempt,
  PlacedEars,
  PlacedEnd,
  PlacedGate,
  PlacedJob,
  PlacedStart,
  PlacedVerdict,
  PlacedWork,
  Placement,
  PlaceSettings,
  SlurmSettings,
} from './types.ts';
