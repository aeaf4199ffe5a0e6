import { reversed, targetsOf } from './adjacency.ts';
import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';
import { type ReachQuery, reachable } from './reachability.ts';
import type { TouchedFiles } from './touched_files.ts';

/** A dependency that a plan could be given. */
export type NewDependency = { readonly phase: number; readonly on: number };

/** Phases that touch the same files and could run at the same time: no path of dependencies leads from one to the other. */
export type FileConflict = {
  /** The paths and globs that overlap, as {@link TouchedFiles} has them. */
  readonly files: readonly string[];
  /** Whoever touches them, in document order; where a folder or glob meets files under it, only those that do conflict. */
  readonly phases: readonly number[];
  /** Two of them that could run at the same time, the first of the two being the earlier one in topological order. */
  readonly witness: readonly [number, number];
  /** Whether the overlap is certain. It is not where a pattern is of a kind that is not supported. */
  readonly certain: boolean;
  /**
   * Dependencies that together remove the conflict; the alternative is to split the file. Each is on the phase that stands
   * earlier in topological order: those of all conflicts together never close a cycle, and they follow the document
   * wherever the dependencies leave it free.
   */
  readonly dependencies: readonly NewDependency[];
};

/**
 * The file conflicts of the phases that can go, those over the same phases as one, by first phase and file.
 *
 * Each pattern is looked at with those who touch it, and those who touch something narrower that it overlaps. In
 * topological order neighbours are enough: if each depends on the one before, all of them do.
 */
export function fileConflicts(graph: PlanGraph, order: PhaseOrder, touched: TouchedFiles): FileConflict[] {
  const groups = groupsOf(order, touched);
  const queries = distinct(groups.flatMap(({ neighbours }) => neighbours.map(({ pair }) => pair)));
  const answers = reachable(graph, order, [...queries.values()]);
  const answerAt = new Map([...queries.keys()].map((key, index) => [key, answers[index] === 1]));
  const conflicts: FileConflict[] = [];
  for (const group of groups) {
    const unordered = group.neighbours.filter(({ pair }) => !answerAt.get(keyOf(pair)));
    if (unordered.length > 0) conflicts.push(conflictOf(group, unordered, touched));
  }
  return joined(conflicts);
}

type Group = {
  readonly pattern: number;
  /** Those who touch the pattern itself, in topological order. */
  readonly own: readonly number[];
  readonly neighbours: readonly Neighbours[];
};

/** Two phases that must not run at the same time. `other` is the narrower pattern that one of them touches, if it is one. */
type Neighbours = { readonly pair: ReachQuery; readonly other: number | undefined };

function groupsOf({ order, position }: PhaseOrder, { patterns, ofPhase, wider }: TouchedFiles): Group[] {
  const touchers = patterns.map((): number[] => []);
  for (const phase of order) for (const pattern of targetsOf(ofPhase, phase)) touchers[pattern]?.push(phase);
  const narrower = reversed(wider, patterns.length);
  return touchers.flatMap((own, pattern) => {
    if (own.length === 0) return [];
    const neighbours: Neighbours[] = own
      .slice(1)
      .map((to, index) => ({ pair: { from: own[index] as number, to }, other: undefined }));
    const isOwn = new Set(own);
    for (const other of targetsOf(narrower, pattern)) {
      if (other === pattern) continue;
      for (const phase of touchers[other] ?? []) {
        if (isOwn.has(phase)) continue;
        const after = firstAfter(own, position, phase);
        const [before, next] = [own[after - 1], own[after]];
        if (before !== undefined) neighbours.push({ pair: { from: before, to: phase }, other });
        if (next !== undefined) neighbours.push({ pair: { from: phase, to: next }, other });
      }
    }
    return neighbours.length === 0 ? [] : [{ pattern, own, neighbours }];
  });
}

/** The index in `own` of the first that stands behind a phase. */
function firstAfter(own: readonly number[], position: Int32Array, phase: number): number {
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((position[own[middle] as number] as number) < (position[phase] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function distinct(pairs: readonly ReachQuery[]): Map<string, ReachQuery> {
  return new Map(pairs.map((pair) => [keyOf(pair), pair]));
}

function keyOf({ from, to }: ReachQuery): string {
  return `${from} ${to}`;
}

function conflictOf(
  { pattern, own }: Group,
  unordered: readonly Neighbours[],
  { patterns }: TouchedFiles,
): FileConflict {
  const ownUnordered = unordered.some(({ other }) => other === undefined);
  const others = [...new Set(unordered.flatMap(({ other }) => other ?? []))].sort((a, b) => a - b);
  const involved = unordered.flatMap(({ pair }) => [pair.from, pair.to]);
  const { from, to } = (unordered[0] as Neighbours).pair;
  return {
    files: [pattern, ...others].map((index) => patterns[index]?.text ?? ''),
    phases: [...new Set([...(ownUnordered ? own : []), ...involved])].sort((a, b) => a - b),
    witness: [from, to],
    certain: [pattern, ...others].every((index) => patterns[index]?.exact),
    dependencies: unordered.map(({ pair }) => ({ phase: pair.to, on: pair.from })),
  };
}

/** Conflicts of the same phases over several files as one. */
function joined(conflicts: readonly FileConflict[]): FileConflict[] {
  const byPhases = new Map<string, FileConflict[]>();
  for (const conflict of conflicts) {
    const key = `${conflict.certain} ${conflict.phases.join(' ')}`;
    const same = byPhases.get(key);
    if (same === undefined) byPhases.set(key, [conflict]);
    else same.push(conflict);
  }
  return [...byPhases.values()].map(join).sort((a, b) => (a.phases[0] as number) - (b.phases[0] as number));
}

function join(same: readonly FileConflict[]): FileConflict {
  const pairs = same.flatMap(({ dependencies }) =>
    dependencies.map(({ phase, on }) => ({ from: on, to: phase })),
  );
  return {
    ...(same[0] as FileConflict),
    files: [...new Set(same.flatMap(({ files }) => files))],
    dependencies: [...distinct(pairs).values()].map(({ from, to }) => ({ phase: to, on: from })),
  };
}
