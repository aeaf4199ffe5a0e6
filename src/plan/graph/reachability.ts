import { targetsOf } from './adjacency.ts';
import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';

/** Whether `to` depends on `from`, directly or through others. Both have a place in the order, `from` the earlier one. */
export type ReachQuery = { readonly from: number; readonly to: number };

/** A mask has this many bits. */
const AT_ONCE = 32;

/**
 * Answers many questions about dependencies at once, 1 for yes, in memory linear in the graph: no table of all pairs.
 *
 * Three quick tests settle most of them. The rest are swept through the order, 32 at a time, as bits that flow along the
 * dependencies.
 */
export function reachable(graph: PlanGraph, order: PhaseOrder, queries: readonly ReachQuery[]): Uint8Array {
  const answers = new Uint8Array(queries.length);
  const quick = quickTests(graph, order);
  const open: number[] = [];
  queries.forEach((query, index) => {
    const answer = quick(query);
    if (answer === undefined) open.push(index);
    else answers[index] = answer ? 1 : 0;
  });
  const place = (index: number) => order.position[(queries[index] as ReachQuery).from] as number;
  open.sort((a, b) => place(a) - place(b));
  const masks = new Int32Array(graph.size);
  for (let start = 0; start < open.length; start += AT_ONCE)
    sweep(graph, order, queries, open.slice(start, start + AT_ONCE), masks, answers);
  return answers;
}

function quickTests(
  graph: PlanGraph,
  { order, position, stageOf }: PhaseOrder,
): (query: ReachQuery) => boolean | undefined {
  const depthFirst = depthFirstPlaces(graph, order, 1);
  const depthFirstBack = depthFirstPlaces(graph, order, -1);
  return ({ from, to }) => {
    for (const dependency of targetsOf(graph.needs, to)) if (dependency === from) return true;
    // A phase comes after those it depends on in every topological order, and in a later stage.
    const stages = (stageOf[to] as number) - (stageOf[from] as number);
    if (stages < 2 || (position[to] as number) < (position[from] as number)) return false;
    if ((depthFirst[to] as number) < (depthFirst[from] as number)) return false;
    if ((depthFirstBack[to] as number) < (depthFirstBack[from] as number)) return false;
    return undefined;
  };
}

/** Each phase's place in a topological order that follows one chain to its end before the next: unlike the plan's own. */
function depthFirstPlaces(graph: PlanGraph, order: Int32Array, step: 1 | -1): Int32Array {
  const { starts, targets } = graph.neededBy;
  const places = new Int32Array(graph.size);
  const waitsFor = new Int32Array(graph.size);
  for (const phase of order)
    waitsFor[phase] = (graph.needs.starts[phase + 1] as number) - (graph.needs.starts[phase] as number);
  const stack = [...order].filter((phase) => waitsFor[phase] === 0);
  if (step === 1) stack.reverse();
  let count = 0;
  for (let phase = stack.pop(); phase !== undefined; phase = stack.pop()) {
    places[phase] = count++;
    const [first, end] = [starts[phase] as number, starts[phase + 1] as number];
    for (let edge = step === 1 ? end - 1 : first; edge >= first && edge < end; edge -= step) {
      const next = targets[edge] as number;
      const left = (waitsFor[next] as number) - 1;
      waitsFor[next] = left;
      if (left === 0) stack.push(next);
    }
  }
  return places;
}

/** Sets a bit at the start of each of up to 32 questions, and looks which of them have reached their ends. */
function sweep(
  graph: PlanGraph,
  { order, position }: PhaseOrder,
  queries: readonly ReachQuery[],
  batch: readonly number[],
  masks: Int32Array,
  answers: Uint8Array,
): void {
  const { starts, targets } = graph.needs;
  const asked = batch.map((index) => queries[index] as ReachQuery);
  const first = position[(asked[0] as ReachQuery).from] as number;
  const last = asked.reduce((latest, { to }) => Math.max(latest, position[to] as number), first);
  asked.forEach(({ from }, bit) => {
    masks[from] = (masks[from] as number) | (1 << bit);
  });
  for (let place = first; place <= last; place++) {
    const phase = order[place] as number;
    let mask = masks[phase] as number;
    const end = starts[phase + 1] as number;
    for (let edge = starts[phase] as number; edge < end; edge++)
      mask |= masks[targets[edge] as number] as number;
    masks[phase] = mask;
  }
  asked.forEach(({ to }, bit) => {
    answers[batch[bit] as number] = ((masks[to] as number) >>> bit) & 1;
  });
  for (let place = first; place <= last; place++) masks[order[place] as number] = 0;
}
