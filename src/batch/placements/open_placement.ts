import type { RemoteParts } from './remote_placement.ts';
import { slurmPlacement } from './slurm.ts';
import { sshPlacement } from './ssh.ts';
import type { Placement } from './types.ts';

/** A placement of the kind that its settings are for. */
export function openPlacement(parts: RemoteParts): Placement {
  return parts.settings.slurm === undefined ? sshPlacement(parts) : slurmPlacement(parts);
}
