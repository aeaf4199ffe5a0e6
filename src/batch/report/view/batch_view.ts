import type { BatchManifest } from '../../generated/batch.ts';
import type { AgentDoing } from '../../run/parts/run.ts';
import { costsNoTry } from '../../scheduling/index.ts';
import type { BatchState, PhaseRecord } from '../../store/batch_state.ts';

/** The parts of a batch that a person is shown: its manifest, its journal, and the heartbeats of running attempts. */
export type BatchView = {
  readonly manifest: BatchManifest;
  readonly state: BatchState;
  /** Whether a process holds the batch's lock. */
  readonly isHeld: boolean;
  /** The last sign of life of an attempt, in milliseconds since 1970 UTC; `undefined` where it is unknown. */
  readonly lastActivity: (prp: string, attempt: number) => number | undefined;
  /** An attempt's activity by its agent's own account, or why it waits; safe to show. */
  readonly doing?: (prp: string, attempt: number) => AgentDoing | undefined;
  /** The batch's folder, as a person would write it. */
  readonly folder: string;
  /** Whether a log exists, by its path below the batch's folder; true where it is unknown. */
  readonly hasLog?: (log: string) => boolean;
};

/**
 * The number of attempts that a phase may have as far as its run can tell, including those that cost no retry; `undefined` where
 * there were more already, because another executor takes over.
 */
export function attemptsAllowed({ state }: BatchView, record: PhaseRecord): number | undefined {
  const options = state.run?.options;
  if (options === undefined) return undefined;
  const { phase, attempts, forgiven } = record;
  const free = attempts.filter((attempt, place) => place < forgiven || costsNoTry(attempt));
  const primary = phase.executor ?? options.executor;
  const executors = phase.fallback === null || phase.fallback === primary ? 1 : 2;
  const allowed = free.length + executors * (options.retries + 1);
  return attempts.length <= allowed ? allowed : undefined;
}
