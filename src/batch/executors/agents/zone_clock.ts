/** A day and a time on it: year, month from 0, day, hours, minutes. Values beyond a month carry over into the next. */
export type WallTime = readonly [year: number, month: number, day: number, hours: number, minutes: number];

/** Converts between moments and the clocks of a time zone. */
export type ZoneClock = {
  /** The day of a moment: year, month from 0, day. */
  readonly dateAt: (ms: number) => readonly [year: number, month: number, day: number];
  /** The moment when clocks show a time, in milliseconds since 1970 UTC. */
  readonly timeOf: (time: WallTime) => number;
};

/** The clock of this machine. */
export const LOCAL_CLOCK: ZoneClock = {
  dateAt: (ms) => {
    const date = new Date(ms);
    return [date.getFullYear(), date.getMonth(), date.getDate()];
  },
  timeOf: (time) => new Date(...time).getTime(),
};

/**
 * The clock of a time zone, by its IANA name, a common abbreviation, or its offset from UTC; `undefined` where it is unknown.
 *
 * @param name - as in `Europe/Berlin`, `PST`, `UTC+2`
 */
export function zoneClock(name: string): ZoneClock | undefined {
  const short = name.toUpperCase();
  const hours = HOURS.get(short);
  if (hours !== undefined) return clockBy(() => hours * HOUR_MS);
  const [, sign, ahead, minutes = 0] = /^(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d\d))?$/u.exec(short) ?? [];
  if (ahead !== undefined) {
    const offset = (Number(ahead) + Number(minutes) / 60) * HOUR_MS;
    return clockBy(() => (sign === '-' ? -offset : offset));
  }
  const offsetAt = offsetsOf(PLACES.get(short) ?? name);
  return offsetAt && clockBy(offsetAt);
}

const HOUR_MS = 3_600_000;

/** Offset of each abbreviation from UTC in hours. Ambiguous abbreviations mean the American zone. */
const HOURS: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
  ['CET', 1],
  ['CEST', 2],
]);

/** Abbreviations that apply in summer and in winter. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['ET', 'America/New_York'],
  ['CT', 'America/Chicago'],
  ['MT', 'America/Denver'],
  ['PT', 'America/Los_Angeles'],
]);

function clockBy(offsetAt: (ms: number) => number): ZoneClock {
  return {
    dateAt: (ms) => {
      const date = new Date(ms + offsetAt(ms));
      return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    },
    timeOf: (time) => {
      const asUtc = Date.UTC(...time);
      // The clocks may have been changed between the two.
      const near = asUtc - offsetAt(asUtc);
      return asUtc - offsetAt(near);
    },
  };
}

/** Offset of a zone's clocks from UTC at a moment, in milliseconds. */
function offsetsOf(zone: string): ((ms: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    return (ms) => {
      const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
      const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
      const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
      return shown - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const MINUTE_MS = 60_000;
