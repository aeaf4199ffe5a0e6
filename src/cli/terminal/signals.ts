/** Listening for Ctrl-C and for a request to end. */
export type SignalWatch = {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The exit code of that signal, if one came. */
  readonly endedBy: () => 130 | 143 | undefined;
  readonly end: () => void;
};

/**
 * Listens until it is ended, so that what waits can stop in order and say what it leaves. A second signal ends the program at
 * once; it goes on listening until then, since what restores the cursor at a program's end takes a signal for that end when
 * it is the only one left to hear it. Not for work that blocks the thread: a signal that is listened for is only heard when that is over.
 */
export function watchSignals(): SignalWatch {
  const controller = new AbortController();
  let endedBy: 130 | 143 | undefined;
  const end = () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (endedBy !== undefined) {
      end();
      process.kill(process.pid, name);
      return;
    }
    endedBy = name === 'SIGINT' ? 130 : 143;
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: controller.signal, endedBy: () => endedBy, end };
}
