import type { BatchManifest, BatchState } from '../types.ts';

/**
 * The part of a batch that is carried out elsewhere: its phases that wait, without those that are done, which the commit that it
 * goes on from has. Nothing of it names a place: it is all at one.
 *
 * @returns `undefined` where nothing waits
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
