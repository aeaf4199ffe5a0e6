import { type RemoteParts, remotePlacement } from './remote_placement.ts';
import type { Placement } from './types.ts';

/** A host that is reached with the OpenSSH client, as the user has set that up. Attempts start at once. */
export function sshPlacement(parts: RemoteParts): Placement {
  return remotePlacement(parts, { slots: 4 });
}
