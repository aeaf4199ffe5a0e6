/*
 * Without spreading: `Math.min(...numbers)` throws for some hundred thousand numbers, which a document of a megabyte has.
 */

/** The least of some numbers; Infinity if there are none. */
export function leastOf(numbers: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const number of numbers) least = Math.min(least, number);
  return least;
}

/** The greatest of some numbers, but no less than a floor. */
export function greatestOf(numbers: Iterable<number>, floor: number): number {
  let greatest = floor;
  for (const number of numbers) greatest = Math.max(greatest, number);
  return greatest;
}

/** Length of the longest match of a pattern, but no less than a floor. @param pattern - a global one */
export function longestMatch(text: string, pattern: RegExp, floor: number): number {
  let longest = floor;
  for (const [match] of text.matchAll(pattern)) longest = Math.max(longest, match.length);
  return longest;
}
