/** What to do about a model that goes round in circles. */
export type Circling = 'no' | 'warn' | 'end';

/** So many equal rounds in a row are told to the model, and so many end it. */
const WARN_AT = 3;
const END_AT = 5;
/** The longest circle that is looked for, in turns. */
const LONGEST = 4;

/**
 * Whether the last turns are the same few again and again.
 *
 * @param marks - one for each turn, oldest first: equal where the model did the same and heard the same
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

/** Whether the turns so many rounds back are those of the last round. */
function isRound(marks: readonly string[], length: number, back: number): boolean {
  const end = marks.length - back * length;
  if (end < length) return false;
  return Array.from({ length }, (_, at) => at).every(
    (at) => marks[end - 1 - at] === marks[marks.length - 1 - at],
  );
}
