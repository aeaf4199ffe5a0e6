/** Selects a limited number of items of a list, spread evenly over it. */
export function evenSample(paths: readonly string[], most: number): string[] {
  const step = Math.max(1, Math.floor(paths.length / most));
  const chosen: string[] = [];
  for (let place = 0; place < paths.length && chosen.length < most; place += step)
    chosen.push(paths[place] ?? '');
  return chosen;
}
