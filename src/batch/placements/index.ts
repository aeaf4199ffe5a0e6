export { layOver } from './lay_over.ts';
export { type PlaceReport, probePlace } from './probe.ts';
export { controlFolder, sshPlacement } from './ssh.ts';
export type {
  PlacedAttempt,
  PlacedEars,
  PlacedEnd,
  PlacedJob,
  PlacedStart,
  PlacedWork,
  Placement,
  PlaceSettings,
} from './types.ts';
