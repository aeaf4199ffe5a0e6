import { firstFew } from '../../lib/index.ts';
import type { Pattern, PatternMatch, PatternRecord } from '../../patterns/index.ts';
import { qualifiedId } from '../../patterns/index.ts';
import type { DocumentOf } from '../document.ts';

/** A pattern in brief, in the form of documents. */
export type PatternReport = DocumentOf<'orchestrator.patterns-list/1'>['patterns'][number];

/** A pattern that fits a task, in the form of documents. */
export type MatchReport = DocumentOf<'orchestrator.patterns-match/1'>['matches'][number];

/** A pattern in brief. */
export function patternReport(pattern: Pattern, record: PatternRecord): PatternReport {
  const { layer, name, description, domain, version, file, phases } = pattern;
  const { runs, successes, rate, lowerBound, stage, lastRun } = record;
  return {
    id: qualifiedId(pattern),
    ...{ layer, name, description, domain, version, file },
    phases: phases.length,
    hours: rounded(phases.reduce((sum, { hours }) => sum + hours, 0)),
    record: {
      ...{ runs, successes, stage, lastRun },
      rate: rate === null ? null : rounded(rate),
      lowerBound: rounded(lowerBound),
    },
  };
}

/** A pattern that fits, with the reasons for its rank. */
export function matchReport(match: PatternMatch): MatchReport {
  const { pattern, record, words, score, relevance, evidence, recency } = match;
  return {
    pattern: patternReport(pattern, record),
    score: rounded(score),
    relevance: rounded(relevance),
    evidence: rounded(evidence),
    recency: rounded(recency),
    words: [...words],
    why: whyOf(match),
  };
}

function whyOf({ words, coverage, record: { runs, successes, lowerBound, stage } }: PatternMatch): string {
  const about = `it covers ${firstFew([...words], MAX_WORDS)} (${percent(coverage)} of the task)`;
  if (runs === 0) return `${about}; it has not been run here`;
  return `${about}; ${successes} of ${runs} ${runs === 1 ? 'run' : 'runs'} succeeded, so expect ${percent(lowerBound)} or more (${stage})`;
}

const MAX_WORDS = 6;

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function rounded(figure: number): number {
  return Number(figure.toFixed(3));
}
