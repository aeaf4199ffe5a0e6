import { chooseNext, type PlannedWork, type QueueState } from '../../plan/index.ts';
import type { ManifestPhase } from '../generated/batch.ts';
import type { PhaseRecord } from '../store/batch_state.ts';
import { currentAttempt } from '../store/state/index.ts';

/** The name of this machine among those of placements. */
export const LOCAL = 'local';

/** Where phases may run, and how many at a time. */
export type PlaceLimits = {
  /** The placements for phases that name none, in order of preference; {@link LOCAL} is this machine. */
  readonly given: readonly string[];
  /** Attempts at a time, by placement; this machine's is the concurrency of the run. */
  readonly slots: ReadonlyMap<string, number>;
  /** Phases that have begun but are not yet in the journal, with their placements. */
  readonly begun: ReadonlyMap<string, string>;
  /** The placement of every phase, whatever it names. */
  readonly only?: string | undefined;
};

/** A phase to start, by its index in the manifest, and the placement it starts at; `undefined` if that is here. */
export type Chosen = { readonly place: number; readonly at: string | undefined };

/** The slots that are free now. */
export type FreeSlots = {
  readonly total: () => number;
  /** Takes a slot for a phase: at the allowed placement with the most free slots, the first of several. */
  readonly take: (phase: Pick<ManifestPhase, 'place'>) => { readonly at: string | undefined } | undefined;
};

/**
 * Attempts at a time in all, at every placement where phases of the batch may run; `undefined` if some phase may not run at all
 * of them, so that no single number applies.
 */
export function slotsInAll(
  phases: readonly Pick<ManifestPhase, 'place'>[],
  {
    concurrency,
    places,
  }: { readonly concurrency: number; readonly places?: Omit<PlaceLimits, 'begun'> | undefined },
): number | undefined {
  const slots = new Map([...(places?.slots ?? []), [LOCAL, concurrency]]);
  const sets = phases.map(({ place }) => {
    const names = placementsFor(place, places).map((name) => (slots.has(name) ? name : LOCAL));
    return [...new Set(names)].sort();
  });
  const [first = [LOCAL], ...others] = sets;
  if (others.some((names) => names.join('\0') !== first.join('\0'))) return undefined;
  return first.reduce((sum, name) => sum + (slots.get(name) ?? 0), 0);
}

/** Returns where a phase that names this placement, or none, may run. */
function placementsFor(
  place: string | undefined,
  places: Pick<PlaceLimits, 'given' | 'only'> | undefined,
): readonly string[] {
  if (places?.only !== undefined) return [places.only];
  return place === undefined ? (places?.given ?? [LOCAL]) : [place];
}

/** Counts the slots left over by phases under way. */
export function freeSlots(
  phases: readonly PhaseRecord[],
  busy: ReadonlySet<number>,
  { concurrency, places }: { readonly concurrency: number; readonly places?: PlaceLimits },
): FreeSlots {
  const free = new Map([...(places?.slots ?? []), [LOCAL, concurrency]]);
  for (const place of busy) {
    const record = phases[place] as PhaseRecord;
    const attempt = currentAttempt(record);
    const at = (attempt === undefined ? places?.begun.get(record.phase.id) : attempt.place) ?? LOCAL;
    free.set(at, (free.get(at) ?? 0) - 1);
  }
  return {
    total: () => [...free.values()].reduce((sum, count) => sum + Math.max(0, count), 0),
    take({ place }) {
      let best: string | undefined;
      for (const slot of placementsFor(place, places)) {
        // If no placement is known, as in a replay, nothing runs elsewhere.
        const name = free.has(slot) ? slot : LOCAL;
        if ((free.get(name) ?? 0) > (best === undefined ? 0 : (free.get(best) ?? 0))) best = name;
      }
      if (best === undefined) return undefined;
      free.set(best, (free.get(best) ?? 0) - 1);
      return { at: best === LOCAL ? undefined : best };
    },
  };
}

/** Assigns slots to phases, longest remaining path first; a phase whose placements are full is skipped. */
export function fillSlots(
  work: PlannedWork,
  { ready, running, free }: QueueState,
  take: (place: number) => { readonly at: string | undefined } | undefined,
): Chosen[] {
  const chosen: Chosen[] = [];
  const left = new Set(ready);
  const busy = new Set(running);
  while (chosen.length < free) {
    const [place] = chooseNext(work, { ready: left, running: busy, free: 1 });
    if (place === undefined) break;
    left.delete(place);
    const taken = take(place);
    if (taken === undefined) continue;
    busy.add(place);
    chosen.push({ place, at: taken.at });
  }
  return chosen;
}
