import type { FoundThing } from './make_review.ts';
import type { Dropped, Finding, HunkProof, Review, ReviewedPhase } from './types.ts';

/** What takes time or money to know, and is made only where somebody asks for it. */
export type ReadingName = 'loadBearing' | 'union' | 'model';

/** What of the review before is still so. */
export type CarriedOver = {
  readonly readings: Partial<Review['readings']>;
  readonly found: readonly FoundThing[];
  readonly dropped: readonly Dropped[];
  /** What was shown of the hunks of phases, by their ids. */
  readonly hunks: ReadonlyMap<string, HunkProof>;
};

const MADE_BY: Readonly<Record<ReadingName, Finding['by']>> = {
  loadBearing: 'load-bearing',
  union: 'union',
  model: 'model',
};

/**
 * The readings of the review before that were not asked for again, with what they found: of a batch in which nothing has happened since
 * they are as true as they were. Pure.
 *
 * @param kept - the review before, known to be of the batch as it stands
 */
export function carriedOver(kept: Review | undefined, asked: ReadonlySet<ReadingName>): CarriedOver {
  const names = (Object.keys(MADE_BY) as ReadingName[]).filter(
    (name) => kept?.readings[name] != null && !asked.has(name),
  );
  if (kept === undefined || names.length === 0)
    return { readings: {}, found: [], dropped: [], hunks: new Map() };
  const makers = new Set(names.map((name) => MADE_BY[name]));
  const hunks = names.includes('loadBearing') ? kept.phases : [];
  return {
    readings: Object.fromEntries(names.map((name) => [name, kept.readings[name]])),
    found: kept.findings.filter(({ by }) => makers.has(by)).map(({ id: _, ...found }) => found),
    dropped: kept.dropped.filter(({ by }) => makers.has(by)),
    hunks: new Map(hunks.flatMap(({ id, hunks: proof }) => (proof === null ? [] : [[id, proof]]))),
  };
}

/** Phases with what was shown of their hunks before, where nothing was shown now. */
export function withCarriedHunks(
  phases: readonly ReviewedPhase[],
  { hunks }: Pick<CarriedOver, 'hunks'>,
): ReviewedPhase[] {
  return phases.map((phase) => ({ ...phase, hunks: phase.hunks ?? hunks.get(phase.id) ?? null }));
}
