import { targetsOf } from './adjacency.ts';
import type { PhaseOrder } from './phase_order.ts';
import type { PlanGraph } from './plan_graph.ts';

/**
 * The strongly connected components that hold a cycle, each in document order, in the order of their first members.
 *
 * R. Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own instead of recursion, over
 * only those phases that have no place in the topological order.
 */
export function cyclicComponents(graph: PlanGraph, { position }: PhaseOrder): number[][] {
  const found: number[][] = [];
  const { starts, targets } = graph.needs;
  const number = new Int32Array(graph.size);
  const low = new Int32Array(graph.size);
  const nextEdge = starts.slice(0, graph.size);
  const open: number[] = [];
  const isOpen = new Uint8Array(graph.size);
  let count = 0;

  for (let root = 0; root < graph.size; root++) {
    if (position[root] !== -1 || number[root] !== 0) continue;
    const path = [root];
    enter(root);
    for (let phase = path.at(-1); phase !== undefined; phase = path.at(-1)) {
      const edge = nextEdge[phase] as number;
      if (edge < (starts[phase + 1] as number)) {
        nextEdge[phase] = edge + 1;
        const next = targets[edge] as number;
        if (position[next] !== -1) continue;
        if (number[next] === 0) {
          enter(next);
          path.push(next);
        } else if (isOpen[next] === 1) lower(phase, number[next] as number);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above, low[phase] as number);
      if (low[phase] === number[phase]) close(phase);
    }
  }
  return found.sort((a, b) => (a[0] as number) - (b[0] as number));

  function enter(phase: number): void {
    count += 1;
    number[phase] = count;
    low[phase] = count;
    open.push(phase);
    isOpen[phase] = 1;
  }

  function lower(phase: number, to: number): void {
    if (to < (low[phase] as number)) low[phase] = to;
  }

  function close(root: number): void {
    const from = open.lastIndexOf(root);
    const members = open.splice(from);
    for (const member of members) isOpen[member] = 0;
    if (members.length > 1 || targetsOf(graph.needs, root).includes(root))
      found.push(members.sort((a, b) => a - b));
  }
}
