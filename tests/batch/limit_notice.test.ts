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

test('what an agent said long before its end is no notice', () => {
  expect(limitNotice(`rate limit reached\n${'line\n'.repeat(50)}`, NOW)).toBeUndefined();
});
