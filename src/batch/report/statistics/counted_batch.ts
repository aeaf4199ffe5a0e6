import type { BatchEvent } from '../../types.ts';
import type { ReportDocument, ReportPhase } from '../document/index.ts';

/** A batch that is counted: its report, and the events of gates that the report sums up. */
export type CountedBatch = {
  readonly report: ReportDocument;
  readonly events: readonly BatchEvent[];
  readonly isArchived: boolean;
};

/** A phase that is done, with its batch. */
export type DonePhase = { readonly batch: number; readonly phase: ReportPhase };

/** Nothing is concluded from fewer. */
export const LEAST = 5;

/** Whether what carried it out only played or rehearsed the work, and says nothing of time. */
export function isRehearsed(executor: string): boolean {
  return executor === 'replay' || executor === 'dry-run';
}

/** The phases that are done, in the order of their batches; those that were only played are none. */
export function donePhases(batches: readonly CountedBatch[]): DonePhase[] {
  return batches.flatMap(({ report }) =>
    report.phases.flatMap((phase) =>
      phase.state === 'done' && !phase.attempts.some(({ executor }) => isRehearsed(executor))
        ? [{ batch: report.batch ?? 0, phase }]
        : [],
    ),
  );
}

/** The middle of some numbers, the lower of two; `null` for none. */
export function median(numbers: readonly number[]): number | null {
  return [...numbers].sort((a, b) => a - b)[(numbers.length - 1) >> 1] ?? null;
}
