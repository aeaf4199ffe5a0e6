export { controlFolder } from './control_folder.ts';
export { type HandedWork, handedOver as handedOverPlacement } from './handed_over_placement.ts';
export { openPlacement } from './open_placement.ts';
export { applyOverlay } from './overlay.ts';
export type {
  PlacedAttempt,
  PlacedEnd,
  PlacedGate,
  PlacedJob,
  PlacedListeners,
  PlacedStart,
  PlacedVerdict,
  PlacedWork,
  Placement,
  PlaceSettings,
  SlurmSettings,
} from './placement.ts';
export { type PlaceReport, probePlace } from './probe.ts';
