import type { PlacedWork, Placement, SlurmSettings } from './placement.ts';
import { type RemoteParts, remotePlacement } from './remote_placement.ts';

/** A SLURM cluster, reached through a host behind ssh or from this machine: every attempt is a job of its queue. */
export function slurmPlacement(parts: RemoteParts): Placement {
  const { slurm = {} } = parts.settings;
  return remotePlacement(parts, {
    slots: 16,
    queue: (work) => jobOptions(slurm, work).join(' '),
    array: slurm.array,
  });
}

/**
 * The options of `sbatch` for a job: the phase's needs, and the settings for everything they leave open.
 *
 * @returns words without characters special to a shell: the settings' schema and the plan's rule ensure that
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
  // The job's limit is some minutes after the one here, whose reason is the more informative one.
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
