/** Runs one piece of work after another, in the order of the requests. */
export type Mutex = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Creates a free mutex. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
