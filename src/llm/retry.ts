import type { TryFailure } from './failure.ts';
import { LONGEST_WAIT, SHORTEST_WAIT } from './retry_after.ts';

/** Where a call stands after a failed try. */
export type RetryState = {
  readonly failure: TryFailure;
  /** Tries made, this one included. */
  readonly tries: number;
  readonly maxTries: number;
  /** Until the call's deadline. */
  readonly remainingMs: number;
  /** From 0 up to 1. */
  readonly random: number;
};

/**
 * How long to wait before the next try, in milliseconds, or `null` to leave it at this failure: it would not help, there
 * have been enough, the wait alone would pass the deadline, or a rate limit asks for more than a minute: before that is over, no
 * try would come out differently. Another fault that asks for so long may be over sooner, and is tried again after a minute.
 *
 * The endpoint's own wish counts first. Else the wait doubles with every try: up to a random part of it (full jitter,
 * which spreads callers best after a fault), or between half and all of it after 429, where too soon makes it worse.
 */
export function waitBeforeRetry({
  failure,
  tries,
  maxTries,
  remainingMs,
  random,
}: RetryState): number | null {
  if (!failure.retryable || tries >= maxTries) return null;
  const ceiling = Math.min(FIRST_CEILING * 2 ** Math.min(tries - 1, 30), LONGEST_WAIT);
  const own = failure.reason === 'rate-limited' ? ceiling / 2 + (ceiling / 2) * random : ceiling * random;
  const wished = 'retryAfterMs' in failure ? failure.retryAfterMs : null;
  const asked = Math.max(wished ?? own, SHORTEST_WAIT);
  const wait = failure.reason === 'rate-limited' ? asked : Math.min(asked, LONGEST_WAIT);
  return wait <= LONGEST_WAIT && wait < remainingMs ? wait : null;
}

const FIRST_CEILING = 1000;
