/** Lets what writes go one after another, in the order in which it came; what only reads need not wait. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work when everything that came before is over; not at all where the signal came first. */
  take<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}
