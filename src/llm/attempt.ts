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
  /** There is life: silence is counted from now on, and the deadline does not hold any more. */
  readonly heard: () => void;
  /** Some of the answer, or of the thoughts before it, has come. */
  readonly spoke: () => void;
  /** Whether there was any life. */
  readonly hasHeard: () => boolean;
  /** Stops all clocks and lets go of the connection. Must be called in the end. */
  readonly close: () => void;
};

/**
 * Begins a try that has so much time left until something comes. What flows has no limit, but one: signs of life without any
 * text are not waited for longer than five times that.
 *
 * @param options.ends - `in-time` where the time is for the whole, whether or not it flows
 */
export function beginAttempt(options: {
  readonly signal: AbortSignal;
  readonly remainingMs: number;
  readonly idleMs: number;
  readonly ends?: 'when-silent' | 'in-time';
  readonly clock: Clock;
}): Attempt {
  const { signal, remainingMs, idleMs, ends = 'when-silent', clock } = options;
  const controller = new AbortController();
  let failure: TryFailure | undefined;
  let isOpen = true;
  let stopIdle = () => {};
  const end = (why: TryFailure) => {
    if (isOpen) failure ??= why;
    controller.abort();
  };
  const interrupt = () => end(INTERRUPTED);
  let stopDeadline = clock.alarm(remainingMs, () => end(TIMED_OUT));
  let hasHeard = false;
  const awaitText = () => {
    stopDeadline();
    if (isOpen)
      stopDeadline = clock.alarm(remainingMs * NO_TEXT_FACTOR, () =>
        end(noText(remainingMs * NO_TEXT_FACTOR)),
      );
  };
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  return {
    signal: controller.signal,
    failure: () => failure,
    hasHeard: () => hasHeard,
    end,
    spoke: () => {
      if (ends === 'when-silent') awaitText();
    },
    heard: () => {
      if (!hasHeard && ends === 'when-silent') awaitText();
      hasHeard = true;
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

const NO_TEXT_FACTOR = 5;

/** The call's deadline has passed. */
export const TIMED_OUT: TryFailure = localFailure('timed-out', {
  retryable: true,
  message: 'The model did not answer in time.',
  remedy:
    'Try again, use a faster model, or wait longer for an answer to begin: `orchestrator config set timeoutSeconds 600`.',
});

function noText(waitedMs: number): TryFailure {
  return localFailure('timed-out', {
    retryable: true,
    message: `The endpoint gave signs of life for ${Math.round(waitedMs / 1000)} s, and no answer.`,
    remedy:
      'Try again, use a faster model, or wait longer: `orchestrator config set timeoutSeconds 600` waits five times that for one that gives signs of life.',
  });
}

function stalled(idleMs: number): TryFailure {
  return localFailure('stalled', {
    retryable: true,
    message: `The answer began and then stood still for ${idleMs / 1000} s.`,
    remedy:
      'Try again, or allow a longer silence, as models that think need it: `orchestrator config set idleTimeoutSeconds 300`.',
  });
}
