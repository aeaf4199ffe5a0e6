/**
 * The shortest and the longest wait between two tries, in milliseconds; an endpoint that asks for a longer one is not asked
 * again.
 */
export const SHORTEST_WAIT = 500;
export const LONGEST_WAIT = 60_000;
/** A longer wish is in another unit of time, or a mistake. */
const LONGEST_WISH = 8 * 24 * 3_600_000;

/**
 * The wait that a `Retry-After` header asks for, in milliseconds, limited to between half a second and eight days. Seconds or an
 * HTTP date (RFC 9110, section 10.2.3; the obsolete date formats are not read).
 *
 * @param time - the time now, in milliseconds since 1970 UTC
 * @returns `null` if there is none, it is past or zero, or it makes no sense
 */
export function parseRetryAfter(header: string | null, time: number): number | null {
  const text = header?.trim() ?? '';
  let ms: number;
  if (/^\d{1,12}(?:[.]\d{1,9})?$/u.test(text)) ms = Number(text) * 1000;
  else if (HTTP_DATE.test(text)) ms = Date.parse(text) - time;
  else return null;
  return ms > 0 ? Math.min(Math.max(ms, SHORTEST_WAIT), LONGEST_WISH) : null;
}

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/u;
