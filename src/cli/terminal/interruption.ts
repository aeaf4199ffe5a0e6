/** A time in which a signal asks for an end, instead of ending the program. */
export type Interruption = {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The exit code of the signal that came, if one did. */
  readonly endedBy: () => 130 | 143 | undefined;
  /** Gives the signals back. */
  readonly end: () => void;
};

/** Listens for Ctrl-C and for the request to terminate. The second signal ends the program as it always would. */
export function listenForSignals(): Interruption {
  const controller = new AbortController();
  let endedBy: 130 | 143 | undefined;
  const end = () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  };
  const stop = (code: 130 | 143) => () => {
    endedBy = code;
    end();
    controller.abort();
  };
  const onInterrupt = stop(130);
  const onTerminate = stop(143);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return { signal: controller.signal, endedBy: () => endedBy, end };
}
