import { expect, test } from 'vitest';
import { limitNotice } from '../../src/batch/executors/index.ts';
import { casesIn } from '../support/cases.ts';

const NOW = new Date(2026, 10, 28, 10, 0, 0).getTime();

/** The moment that a case means, in milliseconds; `?` for none. */
function meant(expected: number | string, line: string): number | undefined {
  if (typeof expected === 'number') return /\|\d{10}/u.test(line) ? 1_795_860_060_000 : NOW + expected * 1000;
  const [, local, at] = /^\?(?:local (.*)|(?:at|on) (.*))?$/u.exec(expected) ?? [];
  if (at !== undefined) return Date.parse(at);
  if (local === undefined) return undefined;
  const [hours = 0, minutes = 0] = local.split(':').map(Number);
  const day = hours >= 10 && (hours > 10 || minutes > 0) ? 28 : 29;
  return new Date(2026, 10, day, hours, minutes).getTime();
}

test.each(casesIn<[string, number | string | null]>('batch/limits.yaml'))('%j', (output, expected) => {
  const notice = limitNotice(`I will do that.\n${output}\n`, NOW);
  if (expected === null) expect(notice).toBeUndefined();
  else expect(notice).toEqual({ line: expect.any(String), until: meant(expected, output) });
});

test.each(casesIn<[string, string]>('batch/limit_zones.yaml'))(
  'a time counts in the zone that it is told in: %j',
  (output, expected) => {
    const notice = limitNotice(output, Date.UTC(2026, 10, 28, 10));
    expect(notice).toEqual({ line: output, until: Date.parse(expected) });
  },
);

test.each([
  ['around a change of clocks', 'resets 9am (America/New_York)', '2026-10-31T20:00Z', '2026-11-01T14:00Z'],
  ['in summer', 'resets 9am (America/New_York)', '2026-07-01T10:00Z', '2026-07-01T13:00Z'],
  [
    'on a day that is another here',
    'resets 6am (Pacific/Auckland)',
    '2026-11-28T16:00Z',
    '2026-11-28T17:00Z',
  ],
])('%s too', (_when, said, now, expected) => {
  expect(limitNotice(`Usage limit reached, ${said}`, Date.parse(now))?.until).toBe(Date.parse(expected));
});

test.each(['(Mars/Olympus)', '(XYZ)', 'XYZ'])('a zone that nobody knows is told: %s', (zone) => {
  const line = `Usage limit reached, resets 3pm ${zone}`;
  expect(limitNotice(line, NOW)).toEqual({
    line,
    until: new Date(2026, 10, 28, 15).getTime(),
    remark: `The time zone ${zone.replace(/[()]/gu, '')} is unknown here; the time is read in this machine's zone.`,
  });
});

test('what an agent said long before its end is no notice', () => {
  expect(limitNotice(`rate limit reached\n${'line\n'.repeat(50)}`, NOW)).toBeUndefined();
});
