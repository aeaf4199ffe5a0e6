/** The middle one of some values; of an even number of them, the upper one of the two in the middle. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Prints a figure beside its budget, and makes the program end with 1 if it is over that. */
export function printFigure(name, value, budget) {
  const isOver = value > budget;
  console.log(
    `${name.padEnd(52)} ${value.toFixed(2).padStart(6)}  ${isOver ? 'OVER its' : ''} budget ${budget}`,
  );
  if (isOver) process.exitCode = 1;
}
