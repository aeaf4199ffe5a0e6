import type { TryFailure } from './failure.ts';
import { LONGEST_WAIT, SHORTEST_WAIT } from './retry_after.ts';

/** The state of a call after a failed try. */
export type RetryState = {
  readonly failure: TryFailure;
  /** Tries made, including this one. */
  readonly tries: number;
  readonly maxTries: number;
  /** Time until the call's deadline. */
  readonly remainingMs: number;
  /** From 0 up to 1. */
  readonly random: number;
};

/**
 * Time to wait before the next try, in milliseconds, or `null` to give up: a retry would not help, there have been enough, the
 * wait alone would pass the deadline, or a rate limit asks for more than a minute, before which no try would succeed. Any other
 * fault that asks for so long may end sooner, and is retried after a minute.
 *
 * The endpoint's own wish takes precedence. Otherwise the wait doubles with every try: a random part of it (full jitter, which
 * spreads callers best after a fault), or between half and all of it after 429, where retrying too soon makes it worse.
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
