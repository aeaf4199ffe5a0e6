import type { Clock } from '../platform/index.ts';
import { INTERRUPTED, localFailure, type TryFailure } from './failure.ts';

/**
 * One try and everything that can end it early: the caller, the call's deadline, silence, or a fault that was found.
 * Whatever comes first stands, aborts {@link Attempt.signal}, and so wakes every wait of the try at once.
 */
export type Attempt = {
  readonly signal: AbortSignal;
  /** Why it was ended early, if it was. */
  readonly failure: () => TryFailure | undefined;
  /** Ends it early. What is said after the first time, or after {@link Attempt.close}, does not count. */
  readonly end: (failure: TryFailure) => void;
  /** There is life: silence is counted from now on. */
  readonly heard: () => void;
  /** Stops all clocks and lets go of the connection. Must be called in the end. */
  readonly close: () => void;
};

/** Begins a try that has so much time left. */
export function beginAttempt(options: {
  readonly signal: AbortSignal;
  readonly remainingMs: number;
  readonly idleMs: number;
  readonly clock: Clock;
}): Attempt {
  const { signal, remainingMs, idleMs, clock } = options;
  const controller = new AbortController();
  let failure: TryFailure | undefined;
  let isOpen = true;
  let stopIdle = () => {};
  const end = (why: TryFailure) => {
    if (isOpen) failure ??= why;
    controller.abort();
  };
  const interrupt = () => end(INTERRUPTED);
  const stopDeadline = clock.alarm(remainingMs, () => end(TIMED_OUT));
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  return {
    signal: controller.signal,
    failure: () => failure,
    end,
    heard: () => {
      stopIdle();
      if (isOpen) stopIdle = clock.alarm(idleMs, () => end(stalled(idleMs)));
    },
    close: () => {
      isOpen = false;
      stopDeadline();
      stopIdle();
      signal.removeEventListener('abort', interrupt);
      controller.abort();
    },
  };
}

/** The call's deadline has passed. */
export const TIMED_OUT: TryFailure = localFailure('timed-out', {
  retryable: true,
  message: 'The model did not answer in time.',
  remedy: 'Try again, raise the time limit, or use a faster model.',
});

function stalled(idleMs: number): TryFailure {
  return localFailure('stalled', {
    retryable: true,
    message: `The answer began and then stood still for ${idleMs / 1000} s.`,
    remedy: 'Try again, or raise the limit for silence if the model thinks for longer.',
  });
}
