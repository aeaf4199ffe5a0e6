import { BANDS, type Band, type Finding, type Review, SEVERITIES, type Severity } from './finding.ts';

/** The weight of one finding of a severity, and the limit of all findings of it together. */
const WEIGHTS: Readonly<Record<Severity, { readonly one: number; readonly all: number }>> = {
  low: { one: 0.04, all: 0.24 },
  medium: { one: 0.25, all: 0.6 },
  high: { one: 0.5, all: 0.9 },
  critical: { one: 0.8, all: 1 },
};

/** The share of its weight that a finding has, by its proof. */
const TRUST: Readonly<Record<Finding['proof'], number>> = { verified: 1, claimed: 0.6, unverifiable: 0.4 };

const PROOFS = ['verified', 'claimed', 'unverifiable'] as const;

/** The lowest score of each band. */
const MIN_SCORE: Readonly<Record<Band, number>> = { LOW: 0, MEDIUM: 25, HIGH: 50, CRITICAL: 75 };

/**
 * The risk of a change by its findings, from 0 to 100. Findings of one severity approach their common limit; severities are
 * combined like independent probabilities: `100 × (1 − Π(1 − part))`, where the part of a severity is
 * `all × (1 − Π(1 − one × trust ÷ all))`. Another finding never lowers it.
 */
export function riskScore(findings: readonly Pick<Finding, 'severity' | 'proof'>[]): number {
  const none = SEVERITIES.reduce((left, severity) => {
    const { one, all } = WEIGHTS[severity];
    const own = findings.filter((finding) => finding.severity === severity);
    // Counts first: in another order, a product of many factors would be another number.
    const missed = PROOFS.reduce((rest, proof) => {
      const count = own.filter((finding) => finding.proof === proof).length;
      return rest * (1 - (one * TRUST[proof]) / all) ** count;
    }, 1);
    return left * (1 - all * (1 - missed));
  }, 1);
  return Math.round(100 * (1 - none));
}

/** The band of a score. */
export function bandOf(score: number): Band {
  return BANDS.findLast((band) => score >= MIN_SCORE[band]) ?? 'LOW';
}

/** Whether a band equals another one, or is above it. */
export function reaches(band: Band, wanted: Band): boolean {
  return BANDS.indexOf(band) >= BANDS.indexOf(wanted);
}

/** The number of findings of each severity. */
export function countFindings(findings: readonly Pick<Finding, 'severity'>[]): Review['counts'] {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return { low: count('low'), medium: count('medium'), high: count('high'), critical: count('critical') };
}
