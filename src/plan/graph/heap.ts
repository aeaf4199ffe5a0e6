/** A binary heap: returns the element first that goes before all others. */
export type Heap = {
  readonly size: number;
  push(item: number): void;
  /** Returns the element that goes first, without taking it. */
  peek(): number | undefined;
  pop(): number | undefined;
};

/** An empty heap in the order of `goesBefore`. */
export function heap(goesBefore: (a: number, b: number) => boolean): Heap {
  const items: number[] = [];

  return {
    get size() {
      return items.length;
    },
    push(item) {
      let place = items.length;
      while (place > 0) {
        const above = (place - 1) >> 1;
        if (!goesBefore(item, items[above] as number)) break;
        items[place] = items[above] as number;
        place = above;
      }
      items[place] = item;
    },
    peek: () => items[0],
    pop() {
      const first = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(last);
      return first;
    },
  };

  /** Puts an item in the place of the first one, which is gone. */
  function sink(item: number): void {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && goesBefore(items[below + 1] as number, items[below] as number))
        below += 1;
      if (!goesBefore(items[below] as number, item)) break;
      items[place] = items[below] as number;
      place = below;
    }
    items[place] = item;
  }
}
