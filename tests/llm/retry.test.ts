import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TryFailure } from '../../src/llm/failure.ts';
import { waitBeforeRetry } from '../../src/llm/retry.ts';
import { parseRetryAfter } from '../../src/llm/retry_after.ts';

const NOW = Date.UTC(2026, 0, 1);
const words = { message: 'It failed.', remedy: 'Mend it.' };
const anyFailure: fc.Arbitrary<TryFailure> = fc.oneof(
  fc.record({
    ...{ reason: fc.constantFrom('rate-limited', 'overloaded', 'conflict'), status: fc.constant(429) },
    retryAfterMs: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
    ...{ retryable: fc.boolean(), message: fc.constant(words.message), remedy: fc.constant(words.remedy) },
  }),
  fc.record({
    ...{ reason: fc.constantFrom('unreachable', 'cut', 'stalled'), retryable: fc.boolean() },
    ...{ message: fc.constant(words.message), remedy: fc.constant(words.remedy) },
  }),
);
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a wait is between half a second and a minute, ends before the deadline, and comes only after what is worth it', () => {
  fc.assert(
    fc.property(
      anyFailure,
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: -5, max: 2000 }),
      fc.double({ min: -1e6, max: 1e9, noNaN: true }),
      random,
      (failure, tries, maxTries, remainingMs, dice) => {
        const wait = waitBeforeRetry({ failure, tries, maxTries, remainingMs, random: dice });
        if (wait === null) return;
        expect(failure.retryable).toBe(true);
        expect(tries).toBeLessThan(maxTries);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(60_000);
        expect(wait).toBeLessThan(remainingMs);
      },
    ),
  );
});

test('an endpoint that asks for more than a minute is not asked again before', () => {
  const after = (retryAfterMs: number) =>
    waitBeforeRetry({
      failure: { reason: 'rate-limited', status: 429, retryAfterMs, retryable: true, ...words },
      ...{ tries: 1, maxTries: 3, remainingMs: 1e9, random: 0.5 },
    });
  expect(after(60_000)).toBe(60_000);
  expect(after(60_001)).toBe(null);
});

test('any other fault that asks for more than a minute is tried again after one: it may be over sooner', () => {
  const failure: TryFailure = {
    ...{ reason: 'overloaded', status: 503, retryAfterMs: 3_600_000, retryable: true },
    ...words,
  };
  expect(waitBeforeRetry({ failure, tries: 1, maxTries: 3, remainingMs: 1e9, random: 0.5 })).toBe(60_000);
});

test('there are never more tries than configured', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5, max: 50 }),
      fc.array(random, { minLength: 60, maxLength: 60 }),
      (maxTries, dice) => {
        const failure: TryFailure = { reason: 'cut', retryable: true, ...words };
        let tries = 1;
        for (const one of dice) {
          if (waitBeforeRetry({ failure, tries, maxTries, remainingMs: 1e9, random: one }) === null) break;
          tries++;
        }
        expect(tries).toBe(Math.max(1, maxTries));
      },
    ),
  );
});

test('own waits double; after 429 they are at least half of the ceiling', () => {
  const common = { retryable: true, ...words };
  const limited: TryFailure = { reason: 'rate-limited', status: 429, retryAfterMs: null, ...common };
  const cut: TryFailure = { reason: 'cut', ...common };
  const waits = (failure: TryFailure, dice: number) =>
    [1, 2, 3, 4, 20].map((tries) =>
      waitBeforeRetry({ failure, tries, maxTries: 99, remainingMs: 1e9, random: dice }),
    );
  expect(waits(limited, 0)).toEqual([500, 1000, 2000, 4000, 30_000]);
  expect(waits(cut, 0)).toEqual([500, 500, 500, 500, 500]);
  expect(waits(cut, 0.5)).toEqual([500, 1000, 2000, 4000, 30_000]);
});

test.each<[string | null, number | null]>([
  [null, null],
  ['', null],
  ['0', null],
  ['0.0', null],
  ['-1', null],
  ['NaN', null],
  ['Infinity', null],
  ['1e3', null],
  ['0x10', null],
  ['soon', null],
  ['2026', 2_026_000],
  ['9'.repeat(13), null],
  ['9'.repeat(400), null],
  ['0.001', 500],
  ['1.5', 1500],
  [' 7 ', 7000],
  ['3600', 3_600_000],
  ['999999999999', 691_200_000],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Fri, 02 Jan 2026 00:00:00 GMT', 86_400_000],
  ['Wed, 31 Dec 2025 23:59:59 GMT', null],
  ['Thu, 99 Jan 2026 00:00:30 GMT', null],
  ['2026-01-01T00:00:30Z', null],
])('Retry-After %j is a wait of %j', (header, ms) => {
  expect(parseRetryAfter(header, NOW)).toBe(ms);
});

test('whatever Retry-After says, it is within bounds or nothing', () => {
  const header = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(header, (text) => {
      const ms = parseRetryAfter(text, NOW);
      if (ms !== null) expect(ms >= 500 && ms <= 691_200_000).toBe(true);
    }),
  );
});
