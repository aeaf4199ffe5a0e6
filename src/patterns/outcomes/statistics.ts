import type { PatternOutcome } from '../generated/pattern.outcome.ts';

/** The stage up to which a pattern has proved itself: up as well as down. */
export type PatternStage = 'untried' | 'discovered' | 'validated' | 'learned' | 'deprecated';

/** A summary of a pattern's outcomes. Computed each time, and stored nowhere. */
export type PatternRecord = {
  readonly runs: number;
  readonly successes: number;
  /** From 0 to 1; `null` without a run. */
  readonly rate: number | null;
  /** The lower end of the true rate, with 95 % confidence; 0 without a run. */
  readonly lowerBound: number;
  readonly stage: PatternStage;
  /** When it last ran; `null` without a run. */
  readonly lastRun: string | null;
  /** For each known issue, the number of runs that met it, and of those that overcame it. */
  readonly issues: ReadonlyMap<string, { readonly runs: number; readonly overcome: number }>;
  /** The number of phases that each rung of the ladder got done. */
  readonly helped: ReadonlyMap<string, number>;
};

/** The number of runs and the rate of success from which a pattern has a stage; the best that holds counts. */
const STAGES = [
  { stage: 'learned', runs: 20, rate: 0.9 },
  { stage: 'validated', runs: 5, rate: 0.8 },
] as const;
const DEPRECATED = { runs: 5, below: 0.6 };

/** Summarises the outcomes of one pattern. For a run recorded twice, the last record counts. */
export function recordOf(outcomes: readonly PatternOutcome[]): PatternRecord {
  const latest = latestOfRuns(outcomes);
  const runs = latest.length;
  const successes = latest.filter(({ result }) => result === 'success').length;
  const rate = runs === 0 ? null : successes / runs;
  const lastRun = latest.reduce<string | null>(
    (last, { at }) => (last === null || at > last ? at : last),
    null,
  );
  const issues = new Map<string, { runs: number; overcome: number }>();
  const helped = new Map<string, number>();
  for (const outcome of latest) {
    for (const id of new Set(outcome.issues.map((issue) => issue.id))) {
      const met = outcome.issues.filter((issue) => issue.id === id);
      const before = issues.get(id) ?? { runs: 0, overcome: 0 };
      const isOvercome = met.every(({ overcome }) => overcome);
      issues.set(id, { runs: before.runs + 1, overcome: before.overcome + (isOvercome ? 1 : 0) });
    }
    for (const { helped: rung } of outcome.phases)
      if (rung !== null) helped.set(rung, (helped.get(rung) ?? 0) + 1);
  }
  const lowerBound = wilsonLowerBound(successes, runs);
  return { runs, successes, rate, lowerBound, stage: stageOf(runs, rate), lastRun, issues, helped };
}

/** The outcome recorded last for each run. */
function latestOfRuns(outcomes: readonly PatternOutcome[]): PatternOutcome[] {
  const latest = new Map<string, PatternOutcome>();
  for (const outcome of outcomes) {
    const before = latest.get(outcome.run);
    if (before === undefined || outcome.at >= before.at) latest.set(outcome.run, outcome);
  }
  return [...latest.values()];
}

/** The stage of a pattern with this number of runs and this rate of success. */
export function stageOf(runs: number, rate: number | null): PatternStage {
  if (rate === null) return 'untried';
  if (runs >= DEPRECATED.runs && rate < DEPRECATED.below) return 'deprecated';
  return STAGES.find((each) => runs >= each.runs && rate >= each.rate)?.stage ?? 'discovered';
}

/**
 * The lower end of the Wilson score interval of a share, with 95 % confidence: 1 of 1 says less than 45 of 50.
 *
 * Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 */
export function wilsonLowerBound(successes: number, runs: number): number {
  if (runs === 0) return 0;
  const share = successes / runs;
  const squared = Z * Z;
  const centre = share + squared / (2 * runs);
  const spread = Z * Math.sqrt((share * (1 - share) + squared / (4 * runs)) / runs);
  return Math.max(0, (centre - spread) / (1 + squared / runs));
}

/** The standard score that bounds the middle 95 % of the normal distribution. */
const Z = 1.959963984540054;
