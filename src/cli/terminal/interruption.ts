/** A time in which a signal asks for an end, instead of ending the program. */
export type Interruption = {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The exit code of the signal that came, if one did. */
  readonly endedBy: () => 130 | 143 | undefined;
  /** Gives the signals back. */
  readonly end: () => void;
};

/**
 * Listens for Ctrl-C and for the request to terminate. The second signal ends the program as it always would.
 *
 * It goes on listening after the first: what restores the cursor at the end of a program takes it for that end when it is
 * the only one left to hear a signal.
 */
export function listenForSignals(): Interruption {
  const controller = new AbortController();
  let endedBy: 130 | 143 | undefined;
  const end = () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (endedBy === undefined) {
      endedBy = signal === 'SIGTERM' ? 143 : 130;
      controller.abort();
      return;
    }
    end();
    process.kill(process.pid, signal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: controller.signal, endedBy: () => endedBy, end };
}
