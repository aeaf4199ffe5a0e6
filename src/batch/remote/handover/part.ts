import type { BatchManifest } from '../../generated/batch.ts';
import type { BatchState } from '../../store/batch_state.ts';

/**
 * The part of a batch that is carried out elsewhere: its waiting phases, without the finished ones, whose work is in the commit
 * that it continues from. It names no place: all of it runs at one.
 *
 * @returns `undefined` where nothing is waiting
 */
export function openPart(manifest: BatchManifest, state: BatchState): BatchManifest | undefined {
  const stands = new Map(state.phases.map(({ phase, progress }) => [phase.id, progress.state]));
  const phases = manifest.phases.flatMap(({ place: _place, needs: _needs, ...phase }) =>
    stands.get(phase.id) === 'waiting'
      ? [{ ...phase, dependencies: phase.dependencies.filter((id) => stands.get(id) !== 'done') }]
      : [],
  );
  const [first, ...rest] = phases;
  return first === undefined ? undefined : { ...manifest, phases: [first, ...rest] };
}
