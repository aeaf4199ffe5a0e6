/** The reaction to a model that goes round in circles. */
export type Circling = 'no' | 'warn' | 'end';

/** The numbers of equal rounds in a row after which the model is warned and the loop ends. */
const WARN_AT = 3;
const END_AT = 5;
/** The longest circle that is searched for, in turns. */
const LONGEST = 4;

/**
 * Whether the last turns repeat the same few again and again.
 *
 * @param marks - one for each turn, oldest first: equal where the model made the same calls with the same results
 */
export function circling(marks: readonly string[]): Circling {
  let most = 0;
  for (let length = 1; length <= LONGEST; length++) {
    let rounds = 1;
    while (isRound(marks, length, rounds)) rounds += 1;
    most = Math.max(most, rounds);
  }
  return most >= END_AT ? 'end' : most >= WARN_AT ? 'warn' : 'no';
}

/** Whether the turns that many rounds back equal those of the last round. */
function isRound(marks: readonly string[], length: number, back: number): boolean {
  const end = marks.length - back * length;
  if (end < length) return false;
  return Array.from({ length }, (_, at) => at).every(
    (at) => marks[end - 1 - at] === marks[marks.length - 1 - at],
  );
}
