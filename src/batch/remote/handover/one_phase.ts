import { sha256 } from '../../../platform/index.ts';
import type { BatchManifest } from '../../generated/batch.ts';

/** A digest that distinguishes a batch's work from that of another batch with its number. */
export function manifestDigest(manifest: BatchManifest): string {
  return sha256(JSON.stringify(manifest));
}

/** A batch with one phase and no dependencies: their work is in the commit that it begins at. */
export function onePhase(manifest: BatchManifest, id: string): BatchManifest {
  const phases = manifest.phases.flatMap(({ place: _place, ...phase }) =>
    phase.id === id ? [{ ...phase, dependencies: [], fallback: null }] : [],
  );
  return { ...manifest, phases };
}
