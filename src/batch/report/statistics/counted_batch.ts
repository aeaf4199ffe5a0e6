import type { BatchEvent } from '../../generated/batch.event.ts';
import type { ReportDocument, ReportPhase } from '../document/index.ts';

/** A batch that is counted: its report, and the gate events that the report summarizes. */
export type CountedBatch = {
  readonly report: ReportDocument;
  readonly events: readonly BatchEvent[];
  readonly isArchived: boolean;
};

/** A finished phase, with its batch. */
export type DonePhase = { readonly batch: number; readonly phase: ReportPhase };

/** The least number of cases for a conclusion. */
export const MIN_SAMPLE = 5;

/** Whether an executor only replays or rehearses work, and says nothing about time. */
export function isRehearsed(executor: string): boolean {
  return executor === 'replay' || executor === 'dry-run';
}

/** The finished phases, in the order of their batches, without those that were only replayed. */
export function donePhases(batches: readonly CountedBatch[]): DonePhase[] {
  return batches.flatMap(({ report }) =>
    report.phases.flatMap((phase) =>
      phase.state === 'done' && !phase.attempts.some(({ executor }) => isRehearsed(executor))
        ? [{ batch: report.batch ?? 0, phase }]
        : [],
    ),
  );
}

/** The median of some numbers, the lower of two; `null` for none. */
export function median(numbers: readonly number[]): number | null {
  return [...numbers].sort((a, b) => a - b)[(numbers.length - 1) >> 1] ?? null;
}
