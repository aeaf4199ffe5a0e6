/** Runs writers one after another, in order of arrival; readers need not wait. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs the work once all earlier work is done; not at all if the signal comes first. */
  runExclusive<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}
