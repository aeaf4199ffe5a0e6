/**
 * Joins items with commas; of a long list, only the first ones and the number of the rest: `a, b and 3 more`.
 *
 * @param most - the number of items that are named
 */
export function firstFew<Item>(
  items: readonly Item[],
  most: number,
  textOf: (item: Item) => string = String,
): string {
  const shown = items
    .slice(0, most)
    .map((item) => textOf(item))
    .join(', ');
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}
