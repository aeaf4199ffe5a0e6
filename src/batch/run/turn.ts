/** Lets one after another do something, in the order in which they asked. */
export type Turn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Makes a turn that nobody has. */
export function createTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
