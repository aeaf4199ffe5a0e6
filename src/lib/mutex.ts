/** Runs one piece of work after another, in the order of the requests. */
export type Mutex = <Value>(
  work: () => Promise<Value>,
  /** Work whose turn comes after the signal is not started: it rejects with the signal's reason. */
  signal?: AbortSignal,
) => Promise<Value>;

/** Creates a free mutex. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const start = () => {
      signal?.throwIfAborted();
      return work();
    };
    const result = last.then(start);
    last = result.catch(() => undefined);
    return result;
  };
}
