/** What a coding agent says when it may not go on for now. */
export type LimitNotice = {
  /** The line that says so. */
  readonly line: string;
  /** When it may go on, in milliseconds since 1970 UTC; `undefined` where it does not say. */
  readonly until: number | undefined;
};

/**
 * Finds in the end of what an agent printed that it has reached a limit of use or of rate, or that its quota is used up: no fault of
 * its work, and no other try would come out differently before that is over, or somebody has paid.
 *
 * @param now - the wall clock, in milliseconds since 1970 UTC; times of day are those of this machine
 */
export function limitNotice(output: string, now: number): LimitNotice | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-MOST_LINES);
  const at = lines.findLastIndex((line) => LIMIT.test(line.slice(0, LONGEST)));
  const line = lines[at]?.slice(0, LONGEST);
  if (line === undefined) return undefined;
  // Some say in the line behind it when it ends.
  const said = lines.slice(at, at + 3).map((each) => each.slice(0, LONGEST));
  const until = said.map((text) => endIn(text, now)).find((time) => time !== undefined);
  return { line, until: until === undefined ? undefined : Math.min(until, now + LONGEST_WAIT_MS) };
}

/** What an agent did before is not what it ended with. */
const MOST_LINES = 12;
/** In UTF-16 code units. */
const LONGEST = 500;
/** What anybody says beyond that is another unit of time, or a mistake. */
export const LONGEST_WAIT_MS = 8 * 24 * 3_600_000;

const LIMIT =
  /\b(?:usage|rate|session|weekly|daily|hourly|\d+-hour|request|token|message)s?[ _-]?limit(?:s|ed|ing|(?:s|ed)?_(?:exceeded|reached|error))?\b|\blimit (?:was |has been )?(?:reached|exceeded|hit)\b|\b(?:hit|reached|exceeded) (?:your|the|its) (?:[\w-]+ ){0,3}(?:limit|quota)\b|\btoo many requests\b|\bquota (?:was |has been )?(?:exceeded|exhausted)\b|\bquota_(?:exceeded|exhausted)\b|\binsufficient[ _]quota\b|\bcredit balance is too low\b|\bresource[ _]?exhausted\b|\boverloaded(?:_error)?\b|\b(?:http|status|error|code)\b\W{0,12}(?:429|529)\b|\b429\b.{0,40}\b(?:too many|rate|quota)/iu;

/** When a text says that a limit ends. */
function endIn(text: string, now: number): number | undefined {
  const [, seconds] = /\|(\d{10})\b/u.exec(text) ?? [];
  if (seconds !== undefined) return Number(seconds) * 1000;
  const [moment] =
    /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/u.exec(text) ?? [];
  const parsed = moment === undefined ? Number.NaN : Date.parse(moment);
  if (!Number.isNaN(parsed)) return parsed;
  const [, span] = SPAN.exec(text) ?? [];
  if (span !== undefined) return now + lengthOf(span);
  const [, after] = /\bretry[ -]after:?\s*(\d{1,6})\b/iu.exec(text) ?? [];
  if (after !== undefined) return now + Number(after) * 1000;
  return timeOfDay(text, now);
}

const UNIT = '(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|ms)';
const SPAN = new RegExp(
  `\\b(?:in|after|for):?\\s+(?:about |another )?((?:\\d{1,6}(?:\\.\\d{1,3})?\\s?${UNIT}(?:\\b|(?=\\d))[\\s,]{0,2}(?:and )?){1,4})`,
  'iu',
);

function lengthOf(span: string): number {
  let ms = 0;
  for (const [, count, unit = ''] of span.matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/giu))
    ms += Number(count) * (unit.toLowerCase() === 'ms' ? 1 : (MS[unit[0]?.toLowerCase() ?? ''] ?? 0));
  return ms;
}

const MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** When a clock next shows what the text says, on its date where it names one: `resets 3pm`, `resets Dec 2 at 9am`. */
function timeOfDay(text: string, now: number): number | undefined {
  const said = TIME.exec(text)?.groups;
  if (said === undefined) return undefined;
  const { hour, minute, half } = said;
  if (hour === undefined || (minute === undefined && half === undefined)) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/iu.test(half) ? 12 : 0);
  const minutes = Number(minute ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  const time = new Date(now);
  const month = MONTHS.indexOf((said.month ?? said.monthBehind ?? '').slice(0, 3).toLowerCase());
  const day = Number(said.day ?? said.dayBefore);
  if (month === -1) {
    time.setHours(hours, minutes, 0, 0);
    if (time.getTime() <= now) time.setDate(time.getDate() + 1);
    return time.getTime();
  }
  time.setMonth(month, day);
  time.setHours(hours, minutes, 0, 0);
  // In December, January is that of the next year; of a date just past, the limit is over.
  if (time.getTime() < now - LONGEST_WAIT_MS) time.setFullYear(time.getFullYear() + 1);
  return time.getTime();
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(?:${MONTHS.join('|')})[a-z]{0,6}\\.?`;
const TIME = new RegExp(
  `\\b(?:resets?|again|until|available)(?: at| on)?:? (?:(?:(?<month>${MONTH}) (?<day>\\d{1,2})(?:st|nd|rd|th)?|(?<dayBefore>\\d{1,2})(?:st|nd|rd|th)? (?<monthBehind>${MONTH}))(?:,? \\d{4})?(?:,? at|,)? )?(?<hour>\\d{1,2})(?::(?<minute>\\d\\d))? ?(?<half>[ap]m)?\\b`,
  'iu',
);
