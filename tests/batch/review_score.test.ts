import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BANDS, bandOf, reaches, riskScore, SEVERITIES } from '../../src/batch/review/index.ts';
import { times } from '../support/cases.ts';

const finding = fc.record({
  severity: fc.constantFrom(...SEVERITIES),
  proof: fc.constantFrom('verified' as const, 'claimed' as const, 'unverifiable' as const),
});
const findings = fc.array(finding, { maxLength: 40 });

describe('the risk', () => {
  test('[promise:review-score] is never lowered by another finding, and stays between 0 and 100', () => {
    fc.assert(
      fc.property(findings, finding, (some, more) => {
        const [before, after] = [riskScore(some), riskScore([...some, more])];
        expect(after).toBeGreaterThanOrEqual(before);
        expect(before).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThanOrEqual(100);
      }),
      times(1_000),
    );
  });

  test('does not depend on the order', () => {
    fc.assert(
      fc.property(findings, (some) => {
        expect(riskScore(some.toReversed())).toBe(riskScore(some));
      }),
      times(400),
    );
  });

  test('of one verified finding is in the band of its severity; every band is reached', () => {
    const bands = SEVERITIES.map((severity) => bandOf(riskScore([{ severity, proof: 'verified' }])));
    expect(bands).toEqual(BANDS);
    expect(bandOf(riskScore([]))).toBe('LOW');
  });

  test('never leaves LOW by findings that are low, however many, and is CRITICAL by three that are high', () => {
    const many = (severity: (typeof SEVERITIES)[number], count: number) =>
      bandOf(riskScore(Array.from({ length: count }, () => ({ severity, proof: 'verified' as const }))));
    expect(many('low', 1_000)).toBe('LOW');
    expect(many('medium', 1_000)).toBe('HIGH');
    expect(many('high', 3)).toBe('CRITICAL');
  });

  test('of what somebody claims is less than of what is verified', () => {
    const [verified, claimed, unverifiable] = (['verified', 'claimed', 'unverifiable'] as const).map(
      (proof) => riskScore([{ severity: 'high', proof }]),
    );
    expect([verified, claimed, unverifiable]).toEqual([50, 30, 20]);
  });

  test('reaches a band at it and above it', () => {
    expect(BANDS.map((band) => reaches(band, 'HIGH'))).toEqual([false, false, true, true]);
  });
});
