import type { Placement } from './placement.ts';
import { type RemoteParts, remotePlacement } from './remote_placement.ts';

/** A host reached with the OpenSSH client, as configured by the user. Attempts start at once. */
export function sshPlacement(parts: RemoteParts): Placement {
  return remotePlacement(parts, { slots: 4 });
}
