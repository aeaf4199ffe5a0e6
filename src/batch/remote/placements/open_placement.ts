import type { Placement } from './placement.ts';
import type { RemoteParts } from './remote_placement.ts';
import { slurmPlacement } from './slurm.ts';
import { sshPlacement } from './ssh.ts';

/** The placement of the kind that its settings describe. */
export function openPlacement(parts: RemoteParts): Placement {
  return parts.settings.slurm === undefined ? sshPlacement(parts) : slurmPlacement(parts);
}
