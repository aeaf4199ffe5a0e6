/** Time as a parameter: code that waits or measures takes one, so that a test can supply its own. */
export type Clock = {
  /** Monotonic, in milliseconds since an arbitrary start. */
  readonly now: () => number;
  /** Wall-clock time, in milliseconds since 1970 UTC. */
  readonly time: () => number;
  /** Waits for some milliseconds, or until the signal aborts. Never rejects: the caller checks the signal. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Calls back once after some milliseconds, unless the returned function is called before. */
  readonly alarm: (ms: number, ring: () => void) => () => void;
};

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  time: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        callOff();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const callOff = systemClock.alarm(ms, done);
      signal.addEventListener('abort', done);
    }),
  alarm: (ms, ring) => {
    const timer = setTimeout(ring, Math.min(Math.max(ms, 0), LONGEST_TIMER));
    return () => clearTimeout(timer);
  },
};

/** A longer timer overflows, and fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
