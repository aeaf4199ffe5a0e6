/**
 * The edges of a graph over 0, 1, … in two flat arrays (compressed sparse row): those of `i` are
 * `targets[starts[i]]` up to, not including, `targets[starts[i + 1]]`.
 */
export type Adjacency = { readonly starts: Int32Array; readonly targets: Int32Array };

/** The edges of lists of targets, in their order. */
export function adjacency(lists: readonly (readonly number[])[]): Adjacency {
  const starts = new Int32Array(lists.length + 1);
  for (let from = 0; from < lists.length; from++)
    starts[from + 1] = (starts[from] as number) + (lists[from] as readonly number[]).length;
  const targets = new Int32Array(starts[lists.length] as number);
  let place = 0;
  for (let from = 0; from < lists.length; from++) {
    const list = lists[from] as readonly number[];
    for (let index = 0; index < list.length; index++) targets[place++] = list[index] as number;
  }
  return { starts, targets };
}

/** Every edge the other way round, over `size` targets. Each list is in ascending order. */
export function reversed({ starts, targets }: Adjacency, size: number): Adjacency {
  const ends = new Int32Array(size + 1);
  for (let edge = 0; edge < targets.length; edge++) {
    const target = targets[edge] as number;
    ends[target] = (ends[target] as number) + 1;
  }
  for (let from = 0, sum = 0; from <= size; from++) {
    sum += ends[from] as number;
    ends[from] = sum;
  }
  // Filled from behind, so that the end of each list has become its start.
  const sources = new Int32Array(targets.length);
  for (let from = starts.length - 2; from >= 0; from--) {
    for (let edge = (starts[from + 1] as number) - 1; edge >= (starts[from] as number); edge--) {
      const target = targets[edge] as number;
      const place = (ends[target] as number) - 1;
      ends[target] = place;
      sources[place] = from;
    }
  }
  return { starts: ends, targets: sources };
}

/** The targets of one node. */
export function targetsOf({ starts, targets }: Adjacency, from: number): Int32Array {
  return targets.subarray(starts[from], starts[from + 1]);
}
