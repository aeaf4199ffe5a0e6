/** Puts one question after the other: a person answers one at a time, whoever asks. */
export type InTurn = <Value>(put: () => Promise<Value>) => Promise<Value>;

/** Nobody has been asked anything yet. */
export function questionsInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (put) => {
    const asked = last.then(put);
    last = asked.catch(() => undefined);
    return asked;
  };
}
