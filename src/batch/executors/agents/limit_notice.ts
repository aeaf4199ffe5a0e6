import { LOCAL_CLOCK, type ZoneClock, zoneClock } from './zone_clock.ts';

/** A coding agent's notice that it must stop for now. */
export type LimitNotice = {
  /** The line with the notice. */
  readonly line: string;
  /** When it may continue, in milliseconds since 1970 UTC; `undefined` where it does not say. */
  readonly until: number | undefined;
  /** A remark on that time. */
  readonly remark?: string | undefined;
};

/**
 * Finds a notice at the end of an agent's output that it has reached a usage or rate limit, or that its quota is used up. This is
 * no fault of its work, and another try would end the same way before the limit ends or somebody pays.
 *
 * @param now - the wall clock, in milliseconds since 1970 UTC; times of day are this machine's unless a known time zone is named
 */
export function limitNotice(output: string, now: number): LimitNotice | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-MAX_LINES);
  const at = lines.findLastIndex((line) => LIMIT.test(line.slice(0, LONGEST)));
  const line = lines[at]?.slice(0, LONGEST);
  if (line === undefined) return undefined;
  // Some agents name the end of the limit on the next line.
  const said = lines.slice(at, at + 3).map((each) => each.slice(0, LONGEST));
  const until = said.map((text) => endIn(text, now)).find((time) => time !== undefined);
  if (until === undefined) return { line, until };
  return {
    line,
    until: Math.min(until.time, now + LONGEST_WAIT_MS),
    ...(until.unknown === undefined
      ? {}
      : {
          remark: `The time zone ${until.unknown} is unknown here; the time is read in this machine's zone.`,
        }),
  };
}

/** Earlier output is not the reason why an agent ended. */
const MAX_LINES = 12;
/** In UTF-16 code units. */
const LONGEST = 500;
/** A longer wait must be another unit of time, or a mistake. */
export const LONGEST_WAIT_MS = 8 * 24 * 3_600_000;

const LIMIT =
  /\b(?:usage|rate|session|weekly|daily|hourly|\d+-hour|request|token|message)s?[ _-]?limit(?:s|ed|ing|(?:s|ed)?_(?:exceeded|reached|error))?\b|\blimit (?:was |has been )?(?:reached|exceeded|hit)\b|\b(?:hit|reached|exceeded) (?:your|the|its) (?:[\w-]+ ){0,3}(?:limit|quota)\b|\b(?:exhausted|used up) (?:your|its) (?:[\w-]+ ){0,3}(?:limit|quota|capacity|credits?)\b|\b(?:hit|reached|exceeded|used up) (?:all of )?your (?:[\w-]+ ){0,3}(?:usage|allowance)\b(?!\s+(?!for\b|this\b|until\b)\w)|\b(?:monthly|weekly|daily|included|plan) usage (?:was |has been )?(?:reached|exceeded|used up|exhausted)\b|\b(?:usage|quota|credits|allowance) (?:will )?resets? (?:on|at|in)\b|\bquota will reset\b|\bout of (?:extra )?(?:credits?|quota|usage)\b|\btoo many requests\b|\bquota (?:was |has been )?(?:exceeded|exhausted)\b|\bquota_(?:exceeded|exhausted)\b|\binsufficient[ _]quota\b|\bcredit balance is too low\b|\bresource[ _]?exhausted\b|\boverloaded(?:_error)?\b|\b(?:http|status|error|code)\b\W{0,12}(?:429|529)\b|\b429\b.{0,40}\b(?:too many|rate|quota)/iu;

/** A moment, and the name of its time zone where that is unknown here. */
type Told = { readonly time: number; readonly unknown?: string | undefined };

/** When a limit ends according to a text. */
function endIn(text: string, now: number): Told | undefined {
  const [, seconds] = /\|(\d{10})\b/u.exec(text) ?? [];
  if (seconds !== undefined) return { time: Number(seconds) * 1000 };
  const moment = momentIn(text);
  if (moment !== undefined) return moment;
  const [, span] = SPAN.exec(text) ?? [];
  if (span !== undefined) return { time: now + lengthOf(span) };
  const [, after] = /\bretry[ -]after:?\s*(\d{1,6})\b/iu.exec(text) ?? [];
  if (after !== undefined) return { time: now + Number(after) * 1000 };
  return timeOfDay(text, now);
}

function momentIn(text: string): Told | undefined {
  const { moment = '', offset, bracketed, bare } = MOMENT.exec(text)?.groups ?? {};
  const time = Date.parse(`${moment}${offset ?? ''}`);
  if (Number.isNaN(time)) return undefined;
  if (offset !== undefined) return { time };
  const { clock, unknown } = clockNamed(bracketed, bare);
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = moment.split(/\D/u).map(Number);
  return { time: clock.timeOf([year, month - 1, day, hours, minutes]) + seconds * 1000, unknown };
}

/**
 * The clock of a time zone named after a time, with or without brackets; where there is none, or it is unknown, this machine's.
 */
function clockNamed(
  bracketed: string | undefined,
  bare: string | undefined,
): { readonly clock: ZoneClock; readonly unknown?: string } {
  const name = bracketed?.trim() ?? bare;
  // Any other word in lower case continues the sentence.
  if (name === undefined || (bracketed === undefined && !/^(?:[A-Z]{2}|utc|gmt|[A-Z]\w+\/)/u.test(name)))
    return { clock: LOCAL_CLOCK };
  const clock = zoneClock(name);
  if (clock !== undefined) return { clock };
  const isName = /^(?:[A-Z]{2,5}(?:[+-][\d:]+)?|[\w+-]+(?:\/[\w+-]+)+)$/u.test(name);
  return { clock: LOCAL_CLOCK, ...(isName ? { unknown: name } : {}) };
}

const ZONE =
  '(?:,? ?(?:\\((?<bracketed>[^()]{2,40})\\)|(?<bare>[A-Z][A-Z_]+(?:/[A-Z][\\w+-]+){1,2}|[A-Z]{2,5}(?:[+-]\\d{1,2}(?::?\\d\\d)?)?\\b)))?';
const MOMENT = new RegExp(
  `\\b(?<moment>\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:\\.\\d+)?)(?:(?<offset>Z|[+-]\\d\\d:?\\d\\d)|${ZONE})`,
  'iu',
);

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

/**
 * When a clock next shows the time in a text, on its date if it names one: `resets 3pm`, `resets Dec 2 at 9am (Asia/Tokyo)`. A
 * date without an hour begins at midnight; one in digits with an ambiguous order of day and month is ignored.
 */
function timeOfDay(text: string, now: number): Told | undefined {
  const said: Readonly<Record<string, string | undefined>> | undefined = TIME.exec(text)?.groups;
  if (said === undefined || (said.hour !== undefined && said.minute === undefined && said.half === undefined))
    return dayIn(text, now);
  const { hour, minute, half } = said;
  if (hour === undefined) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/iu.test(half) ? 12 : 0);
  const minutes = Number(minute ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  const { clock, unknown } = clockNamed(said.bracketed, said.bare);
  const today = clock.dateAt(now);
  const month = MONTHS.indexOf((said.month ?? said.monthBehind ?? '').slice(0, 3).toLowerCase());
  const on = (year: number, at: number, day: number) => clock.timeOf([year, at, day, hours, minutes]);
  if (month === -1) {
    const time = on(...today);
    return { time: time <= now ? on(today[0], today[1], today[2] + 1) : time, unknown };
  }
  const day = Number(said.day ?? said.dayBefore);
  return { time: nextOf((year) => on(year, month, day), today[0], now), unknown };
}

/** In December, January means that of the next year; for a date just past, the limit is over. */
function nextOf(timeIn: (year: number) => number, year: number, now: number): number {
  const time = timeIn(year);
  return time < now - LONGEST_WAIT_MS ? timeIn(year + 1) : time;
}

/** The midnight at which a date without an hour begins. */
function dayIn(text: string, now: number): Told | undefined {
  const said: Readonly<Record<string, string | undefined>> | undefined = DATE.exec(text)?.groups;
  if (said === undefined) return undefined;
  const named = MONTHS.indexOf((said.month ?? said.monthBehind ?? '').slice(0, 3).toLowerCase());
  const month = named === -1 ? Number(said.monthNumber) - 1 : named;
  const day = Number(said.day ?? said.dayBefore ?? said.dayNumber);
  // Rejects dates that do not exist: `Date` takes the 31st of November for the 1st of December.
  if (new Date(Date.UTC(2024, month, day)).getUTCMonth() !== month) return undefined;
  const { clock, unknown } = clockNamed(said.bracketed, said.bare);
  const year = said.year ?? said.yearFirst;
  const on = (at: number) => clock.timeOf([at, month, day, 0, 0]);
  return { time: year === undefined ? nextOf(on, clock.dateAt(now)[0], now) : on(Number(year)), unknown };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(?:${MONTHS.join('|')})[a-z]{0,6}\\.?`;
const BEFORE = '\\b(?:resets?|again|until|available)(?: at| on)?:? ';
const TIME = new RegExp(
  `${BEFORE}(?:(?:(?<month>${MONTH}) (?<day>\\d{1,2})(?:st|nd|rd|th)?|(?<dayBefore>\\d{1,2})(?:st|nd|rd|th)? (?<monthBehind>${MONTH}))(?:,? \\d{4})?(?:,? at|,)? )?(?<hour>\\d{1,2})(?::(?<minute>\\d\\d))? ?(?<half>[ap]m)?\\b${ZONE}`,
  'iu',
);
const DATE = new RegExp(
  `${BEFORE}(?:the )?(?:[a-z]{3,9}day,? |(?:mon|tues?|wed|thurs?|fri|sat|sun)\\.?,? )?(?:(?:(?<month>${MONTH}) (?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\w:])|(?<dayBefore>\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?(?<monthBehind>${MONTH})(?!\\w))(?:,? (?<year>\\d{4})\\b)?|(?<yearFirst>\\d{4})[-/.](?<monthNumber>\\d\\d)[-/.](?<dayNumber>\\d\\d)(?!\\w))${ZONE}`,
  'iu',
);
