import type { Dropped, Finding, HunkProof, Review, ReviewedPhase } from './finding.ts';
import type { FoundThing } from './make_review.ts';

/** The readings that cost time or money, and are made only on request. */
export type ReadingName = 'loadBearing' | 'union' | 'model';

/** The parts of the previous review that are still valid. */
export type CarriedOver = {
  readonly readings: Partial<Review['readings']>;
  readonly found: readonly FoundThing[];
  readonly dropped: readonly Dropped[];
  /** The proofs of phases' hunks, by the ids of the phases. */
  readonly hunks: ReadonlyMap<string, HunkProof>;
};

const MADE_BY: Readonly<Record<ReadingName, Finding['by']>> = {
  loadBearing: 'load-bearing',
  union: 'union',
  model: 'model',
};

/**
 * The readings of the previous review that were not requested again, with their findings: where nothing has happened in the batch
 * since, they are as true as they were. Pure.
 *
 * @param kept - the previous review, known to be of the batch's current state
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

/** Adds the earlier proofs of hunks to phases without new ones. */
export function withCarriedHunks(
  phases: readonly ReviewedPhase[],
  { hunks }: Pick<CarriedOver, 'hunks'>,
): ReviewedPhase[] {
  return phases.map((phase) => ({ ...phase, hunks: phase.hunks ?? hunks.get(phase.id) ?? null }));
}
