/** The reason for a task to come after the one with the number before. */
export const ORDER_OF_NUMBERS = 'order of the numbers';

/** Whether 2.10 is above 2.9, and 2.1 above 2; a text that is no number is above nothing. */
export function isAbove(number: readonly number[], other: readonly number[]): boolean {
  const place = number.findIndex((part, index) => part !== other[index]);
  return place >= 0 && (number[place] as number) > (other[place] ?? -1);
}
