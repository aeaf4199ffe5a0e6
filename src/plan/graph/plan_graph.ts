import { type Adjacency, adjacency, reversed } from './adjacency.ts';

/** The input of a graph. Phases are counted from 0 in document order. */
export type PlanGraphInput = {
  readonly ids: readonly string[];
  /** For each phase, the phases it depends on. An edge may be listed twice, and a phase may depend on itself. */
  readonly dependencies: readonly (readonly number[])[];
  /** For each phase, its hours; `undefined` where the plan does not say. */
  readonly hours: readonly (number | undefined)[];
  /** For each phase, the paths and globs it modifies, relative to the repository. */
  readonly files: readonly (readonly string[])[];
};

/** The phases of a plan and their dependencies, as flat arrays. Phases are counted from 0 in document order. */
export type PlanGraph = {
  readonly size: number;
  readonly ids: readonly string[];
  /** From each phase to those it depends on, as listed. */
  readonly needs: Adjacency;
  /** From each phase to those that depend on it, in document order. */
  readonly neededBy: Adjacency;
  /** The duration of each phase in whole seconds: sums of those are exact, so that equals are equal. */
  readonly seconds: Float64Array;
  /** Number of phases without usable hours, which took {@link assumedHours}. */
  readonly assumed: number;
  /** The hours of a phase without any: the median of the plan's own, or 1 where it has none. */
  readonly assumedHours: number;
  readonly files: readonly (readonly string[])[];
};

/** More than a century. Hours above count as this, so that sums stay exact. */
const MAX_HOURS = 1_000_000;

/** Arranges a plan for the functions on graphs. Throws a RangeError for an edge to a phase that is not there. */
export function planGraph({ ids, dependencies, hours, files }: PlanGraphInput): PlanGraph {
  const size = ids.length;
  const needs = adjacency(dependencies);
  for (let edge = 0; edge < needs.targets.length; edge++)
    if ((needs.targets[edge] as number) >>> 0 >= size) throw new RangeError('a dependency on no phase');
  return { size, ids, needs, neededBy: reversed(needs, size), files, ...durations(hours, size) };
}

/** Seconds as hours. */
export function inHours(seconds: number): number {
  return seconds / 3600;
}

function durations(
  hours: readonly (number | undefined)[],
  size: number,
): Pick<PlanGraph, 'seconds' | 'assumed' | 'assumedHours'> {
  const seconds = new Float64Array(size);
  let known = 0;
  for (let phase = 0; phase < size; phase++) {
    const given = hours[phase];
    const usable = given !== undefined && given >= 0;
    seconds[phase] = usable ? Math.round(Math.min(given, MAX_HOURS) * 3600) : Number.NaN;
    if (usable) known += 1;
  }
  const assumed = size - known;
  const assumedSeconds = assumed === 0 || known === 0 ? 3600 : median(seconds, known);
  if (assumed > 0)
    for (let phase = 0; phase < size; phase++)
      if (Number.isNaN(seconds[phase] as number)) seconds[phase] = assumedSeconds;
  return { seconds, assumed, assumedHours: inHours(assumedSeconds) };
}

/** The middle of the numbers among `values`, the lower one of two: a value which the plan really has. */
function median(values: Float64Array, known: number): number {
  // A typed array sorts NaN after every number.
  return values.slice().sort()[(known - 1) >> 1] as number;
}
