import type { BatchManifest } from '../generated/batch.ts';
import type { Placement } from '../remote/placements/index.ts';
import { type Arrangement, arrange, LOCAL, type PlaceLimits, slotsInAll } from '../scheduling/index.ts';
import type { RunRules } from './parts/rules.ts';

type Parts = {
  readonly rules: RunRules;
  readonly placements: ReadonlyMap<string, Pick<Placement, 'slots'>>;
};

/** Where the phases of a batch may run, and how many at a time; `undefined` if all run here. */
export function placesOfRun(
  { rules, placements }: Parts,
  phases: BatchManifest['phases'],
): Omit<PlaceLimits, 'begun'> | undefined {
  const only = rules.imports?.place;
  if (only === undefined && rules.place.length === 0 && phases.every(({ place }) => !place)) return undefined;
  const slots = new Map([...placements].map(([name, place]) => [name, place.slots]));
  return { given: rules.place.length > 0 ? rules.place : [LOCAL], slots, only };
}

/** Arranges a batch for as many parallel attempts as a run has slots, here and elsewhere. */
export function arrangeForRun(manifest: BatchManifest, parts: Parts): Arrangement {
  const places = placesOfRun(parts, manifest.phases);
  return arrange(manifest, slotsInAll(manifest.phases, { concurrency: parts.rules.concurrency, places }));
}
