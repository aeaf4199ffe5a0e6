export { layOver } from './lay_over.ts';
export { type PlaceReport, probePlace } from './probe.ts';
export { controlFolder, sshPlacement } from './ssh.ts';
export { DEFAULT_FOLDER } from './ssh_client.ts';
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
