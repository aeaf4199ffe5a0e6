/** Asks one question at a time, whichever part of the program asks. */
export type QuestionQueue = <Value>(put: () => Promise<Value>) => Promise<Value>;

/** Returns a new queue of questions. */
export function questionQueue(): QuestionQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (put) => {
    const asked = last.then(put);
    last = asked.catch(() => undefined);
    return asked;
  };
}
