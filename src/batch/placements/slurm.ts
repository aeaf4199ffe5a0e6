import { type RemoteParts, remotePlacement } from './remote_placement.ts';
import type { PlacedWork, Placement, SlurmSettings } from './types.ts';

/** A cluster that SLURM runs, asked from a host behind ssh or from this machine: every attempt is a job of its queue. */
export function slurmPlacement(parts: RemoteParts): Placement {
  const { slurm = {} } = parts.settings;
  return remotePlacement(parts, {
    slots: 16,
    queue: (work) => jobOptions(slurm, work).join(' '),
    array: slurm.array,
  });
}

/**
 * What `sbatch` is told of a job: what the phase needs, and of what it does not name what the settings say.
 *
 * @returns words without anything that a shell would take apart: the settings' schema and the plan's rule see to that
 */
export function jobOptions(
  settings: SlurmSettings,
  { needs, hardSeconds }: Pick<PlacedWork, 'needs' | 'hardSeconds'>,
): string[] {
  const wanted = new Map<string, string>(
    needs.map((need) => {
      const at = need.indexOf(':');
      return [need.slice(0, at), need.slice(at + 1)];
    }),
  );
  const one = (option: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${option}=${value}`];
  const { partition, mem, cpus, gpu, options = [] } = settings;
  // It is over some minutes after its limit here: what ends it first says more.
  const time = wanted.get('time') ?? settings.time ?? String(Math.ceil(hardSeconds / 60) + 5);
  return [
    ...options,
    ...one('partition', wanted.get('partition') ?? partition),
    ...one('time', time),
    ...one('mem', wanted.get('mem') ?? mem),
    ...one('cpus-per-task', wanted.get('cpus') ?? cpus),
    ...one('gres', withGpu(wanted.get('gpu') ?? gpu)),
  ];
}

function withGpu(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `gpu:${text}`;
}
