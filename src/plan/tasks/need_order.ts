/**
 * Puts things behind those that they need, and else leaves them in their order.
 *
 * @param order - indices in the order that holds where nothing is needed
 * @param needsOf - the indices that one needs
 */
export function behindNeeds(
  order: readonly number[],
  needsOf: (index: number) => readonly number[],
): number[] {
  const found: number[] = [];
  const seen = new Set<number>();
  for (const start of order) {
    const stack = [{ index: start, isReady: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { index, isReady } = top;
      if (isReady) found.push(index);
      else if (!seen.has(index)) {
        seen.add(index);
        stack.push({ index, isReady: true });
        for (const on of needsOf(index).toReversed())
          if (!seen.has(on)) stack.push({ index: on, isReady: false });
      }
    }
  }
  return found;
}
