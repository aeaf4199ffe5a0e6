/** The exit codes of the handled signals: Ctrl-C, the terminal closed, a request to end. */
const CODES = { SIGINT: 130, SIGHUP: 129, SIGTERM: 143 } as const;

/** The exit code of a program that a signal ended in order. */
export type SignalCode = (typeof CODES)[keyof typeof CODES];

const NAMES = Object.keys(CODES) as (keyof typeof CODES)[];

/** Listening for Ctrl-C, for a terminal that is closed, and for a request to end. */
export type SignalWatch = {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The exit code of that signal, if one came. */
  readonly endedBy: () => SignalCode | undefined;
  readonly end: () => void;
};

/**
 * Listens until it is ended, so that waiting work can stop in order and report what it leaves. A second signal ends the program
 * at once; it keeps listening until then, since the code that restores the cursor at exit takes a signal for the exit if
 * it is the only listener left. Not for work that blocks the thread: a signal is only delivered when that is over.
 */
export function watchSignals(): SignalWatch {
  const controller = new AbortController();
  let endedBy: SignalCode | undefined;
  const end = () => {
    for (const name of NAMES) process.off(name, onSignal);
  };
  const onSignal = (name: keyof typeof CODES) => {
    if (endedBy !== undefined) {
      end();
      process.kill(process.pid, name);
      return;
    }
    endedBy = CODES[name];
    controller.abort();
  };
  for (const name of NAMES) process.on(name, onSignal);
  return { signal: controller.signal, endedBy: () => endedBy, end };
}

/** Listens to a person who wants a long run to stop: in order, then at once. */
export type StopWatch = {
  /** Aborted by the first signal: nothing new begins, and running work is ended in order. */
  readonly stopping: AbortSignal;
  /** Aborted by the second one: work that is ending is no longer waited for. */
  readonly force: AbortSignal;
  /** Does what the first Ctrl-C would. */
  readonly stop: () => void;
  /** The exit code of the first signal, if one came. */
  readonly endedBy: () => SignalCode | undefined;
  readonly end: () => void;
};

/**
 * Listens until it is ended. A third signal ends the program at once. When the terminal is closed, running work is given only a
 * moment to end, before the closing process ends this program as well.
 */
export function watchStops(): StopWatch {
  const stopping = new AbortController();
  const force = new AbortController();
  let endedBy: SignalCode | undefined;
  let hurry: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(hurry);
    for (const name of NAMES) process.off(name, onSignal);
  };
  const onSignal = (name: keyof typeof CODES) => {
    if (force.signal.aborted) {
      end();
      process.kill(process.pid, name);
    } else if (stopping.signal.aborted) force.abort();
    else {
      endedBy = CODES[name];
      stopping.abort();
      if (name === 'SIGHUP') hurry = setTimeout(() => force.abort(), HURRY_MS);
    }
  };
  for (const name of NAMES) process.on(name, onSignal);
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

/** Time that running work has to end once the terminal is closed. */
const HURRY_MS = 700;
