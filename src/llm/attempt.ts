import type { Clock } from '../platform/index.ts';
import { INTERRUPTED, localFailure, type TryFailure } from './failure.ts';

/**
 * One try and everything that can end it early: the caller, the call's deadline, silence, or a detected fault. The first of these
 * wins, aborts {@link Attempt.signal}, and so wakes every wait of the try at once.
 */
export type Attempt = {
  readonly signal: AbortSignal;
  /** The reason why it was ended early, if it was. */
  readonly failure: () => TryFailure | undefined;
  /** Ends it early. Only the first call counts, and none after {@link Attempt.close}. */
  readonly end: (failure: TryFailure) => void;
  /** Reports a sign of life: from now on silence is timed, and the deadline no longer applies. */
  readonly heard: () => void;
  /** Reports text of the answer, or of the thoughts before it. */
  readonly spoke: () => void;
  /** Whether there was any sign of life. */
  readonly hasHeard: () => boolean;
  /** Stops all timers and releases the connection. Must always be called. */
  readonly close: () => void;
};

/**
 * Begins a try that waits `remainingMs` for a first sign of life. An answer that is arriving has no time limit, with one
 * exception: signs of life without any text are accepted for at most five times that.
 *
 * @param options.ends - `in-time` if the time limits the whole try, even while data arrives
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
    message: `The endpoint was alive for ${Math.round(waitedMs / 1000)} s but gave no answer.`,
    remedy:
      'Try again, use a faster model, or wait longer: `orchestrator config set timeoutSeconds 600` waits five times that for an endpoint that is alive.',
  });
}

function stalled(idleMs: number): TryFailure {
  return localFailure('stalled', {
    retryable: true,
    message: `The answer began and then paused for ${idleMs / 1000} s.`,
    remedy:
      'Try again, or allow a longer pause, which reasoning models need: `orchestrator config set idleTimeoutSeconds 300`.',
  });
}
