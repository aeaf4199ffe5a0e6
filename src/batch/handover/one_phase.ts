import { sha256 } from '../../platform/index.ts';
import type { BatchManifest } from '../types.ts';

/** What tells what a batch is to do from whatever another of its number is to do. */
export function manifestDigest(manifest: BatchManifest): string {
  return sha256(JSON.stringify(manifest));
}

/** A batch with one phase, which depends on nothing: what it depends on is in the commit that it begins at. */
export function onePhase(manifest: BatchManifest, id: string): BatchManifest {
  const phases = manifest.phases.flatMap(({ place: _place, ...phase }) =>
    phase.id === id ? [{ ...phase, dependencies: [], fallback: null }] : [],
  );
  return { ...manifest, phases };
}
