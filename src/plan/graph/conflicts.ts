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
  /** Those among them that touch the files and could run at the same time as another, in document order. */
  readonly phases: readonly number[];
  /** Two of them that could run at the same time, the first of the two being the earlier one in topological order. */
  readonly witness: readonly [number, number];
  /** Whether the overlap is certain. It is not where a pattern is of a kind that is not supported. */
  readonly certain: boolean;
  /**
   * Dependencies that together remove the conflict; the alternative is to split the file. Each is on the phase that comes earlier
   * in topological order: those of all conflicts together never close a cycle, and they follow the document wherever the
   * dependencies leave it free.
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
  const clashing = groups.flatMap((group): Clashing[] => {
    const unordered = group.neighbours.filter(({ pair }) => !answerAt.get(keyOf(pair)));
    return unordered.length === 0 ? [] : [{ group, unordered }];
  });
  const unorderedOwn = withoutOrdered(graph, order, clashing);
  return joined(clashing.map((each, index) => conflictOf(each, unorderedOwn[index] ?? [], touched)));
}

/** A group, and those of its neighbours that no dependency orders: at least one. */
type Clashing = { readonly group: Group; readonly unordered: readonly Neighbours[] };

/** Most pairs that are looked at, in all groups together: a large group has too many. */
const MAX_PAIRS = 4096;

/**
 * For each group, its own members that could run at the same time as another of them. Where that would take more than
 * {@link MAX_PAIRS} looks it is all of them, whether or not some come before or after everything else.
 */
function withoutOrdered(graph: PlanGraph, order: PhaseOrder, clashing: readonly Clashing[]): number[][] {
  const pairs: ReachQuery[] = [];
  const ranges = clashing.map(({ group: { own }, unordered }) => {
    const count = (own.length * (own.length - 1)) / 2;
    const isAmongOwn = unordered.some(({ other }) => other === undefined);
    if (!isAmongOwn || pairs.length + count > MAX_PAIRS) return undefined;
    own.forEach((from, index) => {
      for (const to of own.slice(index + 1)) pairs.push({ from, to });
    });
    return pairs.length;
  });
  const answers = reachable(graph, order, pairs);
  let start = 0;
  return clashing.map(({ group: { own }, unordered }, index) => {
    const end = ranges[index];
    if (end === undefined) return unordered.some(({ other }) => other === undefined) ? [...own] : [];
    const free = new Set<number>();
    for (; start < end; start++) {
      const { from, to } = pairs[start] as ReachQuery;
      if (answers[start] !== 1) free.add(from).add(to);
    }
    return [...free];
  });
}

type Group = {
  readonly pattern: number;
  /** The phases that touch the pattern itself, in topological order. */
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

/** The index in `own` of the first that comes after a phase. */
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
  { group: { pattern }, unordered }: Clashing,
  own: readonly number[],
  { patterns }: TouchedFiles,
): FileConflict {
  const others = [...new Set(unordered.flatMap(({ other }) => other ?? []))].sort((a, b) => a - b);
  const involved = unordered.flatMap(({ pair }) => [pair.from, pair.to]);
  const { from, to } = (unordered[0] as Neighbours).pair;
  return {
    files: [pattern, ...others].map((index) => patterns[index]?.text ?? ''),
    phases: [...new Set([...own, ...involved])].sort((a, b) => a - b),
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
