import type { Problem } from '../../../diagnostics/index.ts';
import { parsePathPattern, patternCovers } from '../../../plan/index.ts';
import type { BatchResults } from '../../generated/batch.results.ts';
import type { BatchState, PhaseRecord } from '../../store/batch_state.ts';
import { checksOf } from '../status/index.ts';
import type { ReportDocument, ReportPhase } from './facts.ts';

/** The reports of all tasks of a batch, with problems in the usual form and without its schema. */
export type ResultsDocument = Omit<BatchResults, 'schema' | 'problems'> & {
  readonly problems: readonly Problem[];
};

/** The reports and changes of all tasks of a batch: the report's facts by task, with the agents' own words. Pure. */
export function batchResults(report: ReportDocument, state: BatchState): ResultsDocument {
  const { ok, batch, title, state: standing, asOf, phases, overlaps, usage, timeline, problems } = report;
  const records = new Map(state.phases.map((record) => [record.phase.id, record]));
  const files = new Set(phases.flatMap(({ changed }) => changed));
  return {
    ...{ ok, batch, title, state: standing, asOf },
    tasks: phases.flatMap((phase) => {
      const record = records.get(phase.id);
      return record === undefined ? [] : [taskOutcome(phase, record)];
    }),
    overlaps,
    metrics: {
      phases: phases.length,
      done: phases.filter((phase) => phase.state === 'done').length,
      firstTry: phases.filter(({ rung }) => rung === 'first').length,
      attempts: usage.attempts,
      files: files.size,
      seconds: timeline?.seconds ?? 0,
      tokens: usage.tokens,
      tokensOf: usage.tokensOf,
      costUsd: usage.costUsd,
      costOf: usage.costOf,
    },
    problems,
  };
}

function taskOutcome(phase: ReportPhase, record: PhaseRecord): BatchResults['tasks'][number] {
  const { id, prp, title, state, attempts, changed, declared, expected, unexpected, commit, workSeconds } =
    phase;
  const claimant = record.attempts.findLast(({ claimed }) => claimed !== undefined);
  const claimed = claimant?.claimed;
  return {
    ...{ id, prp, title, state },
    attempts: attempts.length,
    executor: attempts.at(-1)?.executor ?? null,
    reported:
      claimant === undefined || claimed === undefined
        ? null
        : {
            attempt: claimant.number,
            status: claimed.status,
            summary: claimed.summary,
            problems: [...claimed.problems],
            tokens: claimed.tokens,
          },
    files: [...changed],
    undeclared: expected === undefined ? changed.filter((file) => !isDeclared(file, declared)) : [],
    ...(unexpected && { unexpected: [...unexpected] }),
    gates: checksOf(record)
      .filter(({ gate }) => gate !== null)
      .map(({ text, command, result, seconds }) => ({ text, command, result, seconds })),
    commit,
    seconds: workSeconds,
    tokens: sumKnown(attempts.map(({ tokens }) => tokens)),
    costUsd: sumKnown(attempts.map(({ costUsd }) => costUsd)),
  };
}

function isDeclared(file: string, declared: readonly string[]): boolean {
  return declared.some((text) => {
    const pattern = parsePathPattern(text);
    return text === file || (pattern !== undefined && patternCovers(pattern, file));
  });
}

function sumKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : known.reduce((sum, number) => sum + number, 0);
}
