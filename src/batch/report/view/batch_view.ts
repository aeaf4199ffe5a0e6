import type { AgentDoing } from '../../run/types.ts';
import { costsNoTry } from '../../scheduling/index.ts';
import type { BatchManifest, BatchState, PhaseRecord } from '../../types.ts';

/** What a person is shown of a batch: its manifest, its journal, and the beats of what runs. */
export type BatchView = {
  readonly manifest: BatchManifest;
  readonly state: BatchState;
  /** Whether a process holds the batch's lock. */
  readonly isHeld: boolean;
  /** When an attempt last showed that it lives, in milliseconds since 1970 UTC; `undefined` where nobody knows. */
  readonly lastActivity: (prp: string, attempt: number) => number | undefined;
  /** What an attempt's agent says that it does, or why it waits; safe to show. */
  readonly doing?: (prp: string, attempt: number) => AgentDoing | undefined;
  /** The batch's folder, as a person would write it. */
  readonly folder: string;
  /** Whether a log is there, by its place below the batch's folder; where nobody can tell, it is taken to be. */
  readonly hasLog?: (log: string) => boolean;
};

/**
 * How many attempts a phase may have as far as its run can tell, those that cost no retry included; `undefined` where there
 * were more already, because another executor takes over.
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
