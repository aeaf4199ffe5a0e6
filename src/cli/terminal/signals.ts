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

/** Listening to a person who wants a long run to stop: once, and at once. */
export type StopWatch = {
  /** Aborted by the first signal: nothing new begins, and what is under way is ended in order. */
  readonly stopping: AbortSignal;
  /** Aborted by the second one: nobody waits any more for what is being ended. */
  readonly force: AbortSignal;
  /** Does what the first Ctrl-C would. */
  readonly stop: () => void;
  /** The exit code of the first signal, if one came. */
  readonly endedBy: () => 130 | 143 | undefined;
  readonly end: () => void;
};

/** Listens until it is ended. A third signal ends the program wherever it is. */
export function watchStops(): StopWatch {
  const stopping = new AbortController();
  const force = new AbortController();
  let endedBy: 130 | 143 | undefined;
  const end = () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (force.signal.aborted) {
      end();
      process.kill(process.pid, name);
    } else if (stopping.signal.aborted) force.abort();
    else {
      endedBy = name === 'SIGINT' ? 130 : 143;
      stopping.abort();
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    stopping: stopping.signal,
    force: force.signal,
    stop: () => {
      endedBy ??= 130;
      stopping.abort();
    },
    endedBy: () => endedBy,
    end,
  };
}
