/** A number of things, in words. */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** Things by their names: `phase 3`, `phases 3, 4, 5`. */
export function namedOf(thing: string, names: readonly string[]): string {
  return `${thing}${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
}
