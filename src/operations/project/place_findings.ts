import { controlFolder, type PlaceReport, PRESETS, probePlace } from '../../batch/index.ts';
import { batchSettings } from '../../config/index.ts';
import { nearest, printableLine } from '../../lib/index.ts';
import { createGit, systemClock } from '../../platform/index.ts';
import { addressOf, faultOfPlace } from '../batches/run_places.ts';
import type { OperationContext } from '../context.ts';

/** The result for one thing examined. `note` is for something absent that is not required. */
export type Finding = {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'problem';
  readonly found: string;
  /** The remedy; `null` if none is needed. */
  readonly remedy: string | null;
};

/** Examines what an attempt would find at one of the user's places. Files copied there for this are removed again. */
export async function placeFindings(
  { env, userFolder }: OperationContext,
  name: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { places } = batchSettings({ env, userFolder });
  const settings = Object.hasOwn(places, name) ? places[name] : undefined;
  const what = 'Place';
  if (settings === undefined) {
    const known = Object.keys(places).sort();
    const suggestion = nearest(name, known);
    const remedy =
      suggestion === undefined ? 'docs/places.md says how to add one.' : `Did you mean ${suggestion}?`;
    return [{ what, state: 'problem', found: `There is no place ${printableLine(name)}.`, remedy }];
  }
  const fault = faultOfPlace(name, settings);
  if (fault !== undefined) return [{ what, state: 'problem', found: fault.message, remedy: fault.hint }];
  const sockets = controlFolder();
  const programs = [...new Set(Object.values(PRESETS).map(({ argv }) => argv[0]))];
  try {
    const around = {
      ...{ programs, git: createGit(env), env, clock: systemClock },
      ...{ control: sockets.path, signal },
    };
    return reportFindings(await probePlace(settings, around), addressOf(settings), programs);
  } finally {
    await sockets.remove();
  }
}

function reportFindings(report: PlaceReport, address: string, programs: readonly string[]): Finding[] {
  const finding = (
    what: string,
    found: string,
    remedy: string | null = null,
    state: Finding['state'] = 'ok',
  ) => ({
    ...{ what, state, found, remedy },
  });
  if (report.kind === 'away') return [finding('Place', report.why, 'Fix that and check again.', 'problem')];
  const { root, git, shell, space, skewSeconds, callMs, trip, has, queue, left } = report;
  const [, major = 0, minor = 0] = /^(\d+)\.(\d+)/u.exec(git) ?? [];
  const isOld = Number(major) < 2 || (Number(major) === 2 && Number(minor) < 38);
  const free = space === undefined ? 'not known' : `${(space / 1024 ** 3).toFixed(1)} GiB free`;
  const skew = Math.abs(skewSeconds);
  return [
    finding('Place', `${address}, ${root}; a call takes ${callMs} ms; the shell is ${shell || 'unknown'}`),
    finding('git', git, isOld ? 'Install git 2.38 or newer there.' : null, isOld ? 'problem' : 'ok'),
    space !== undefined && space < 1024 ** 3
      ? finding('Space', free, 'Make room there: every attempt has a worktree of its own.', 'problem')
      : finding('Space', free),
    skew > 60
      ? finding(
          'Clock',
          `${skew} s ${skewSeconds > 0 ? 'ahead of' : 'behind'} this one`,
          'Times in its logs are wrong; no decision depends on them.',
          'note',
        )
      : finding('Clock', 'as this one'),
    'ms' in trip
      ? finding('Commit', `sent there and fetched back in ${trip.ms} ms`)
      : finding('Commit', `it does not work: ${trip.why}`, FIX_GIT, 'problem'),
    ...(queue === undefined ? [] : [queueFinding(queue)]),
    has.length === 0
      ? finding(
          'Agents',
          `none of ${programs.join(', ')} is in the PATH of a command there`,
          'Add what you use to the PATH there, or give its full path.',
          'note',
        )
      : finding('Agents', has.join(', ')),
    ...(left === undefined
      ? []
      : [finding('Left there', `left over from this check: ${left}`, REMOVE_LEFT, 'note')]),
  ];
}

const FIX_GIT = 'Fix that: each attempt pushes a commit there and fetches one back.';

const REMOVE_LEFT =
  'A later check on another day removes it, or remove the folder doctor-… at the place yourself.';

/** Whether a cluster would accept a job with the configured options; nothing is queued. */
function queueFinding({
  takes,
  said,
}: NonNullable<Extract<PlaceReport, { kind: 'there' }>['queue']>): Finding {
  const what = 'Queue';
  if (takes) return { what, state: 'ok', found: said, remedy: null };
  const found = `it accepts no job: ${said}`;
  const remedy =
    'Fix what it says: places.NAME.slurm has the options of a job (partition, time, mem, options).';
  return { what, state: 'problem', found, remedy };
}
