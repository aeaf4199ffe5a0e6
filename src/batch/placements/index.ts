export { type HandedWork, handedOver as handedOverPlacement } from './handed_over.ts';
export { layOver } from './lay_over.ts';
export { type PlaceReport, probePlace } from './probe.ts';
export { controlFolder, sshPlacement } from './ssh.ts';
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
} from './types.ts';
