import type { BatchState } from '../../store/batch_state.ts';

/**
 * The state of a batch as a whole.
 *
 * ```
 *  generated ──run──► running ──┬─► done                       every phase is merged
 *                     ▲   │     ├─► partial, failed            some, or none, and a phase failed
 *                     │   │     └─► stopped                    there is more to do
 *                     └───┴── another run continues
 * ```
 */
export type BatchStatusName = 'generated' | 'running' | 'stopped' | 'done' | 'partial' | 'failed';

/**
 * The state of a batch. It follows from its phases, not from its last run's own account: a phase may have been reopened or undone
 * since.
 *
 * @param isHeld - whether a process holds the batch's lock; without one, a run that did not record its end is dead
 */
export function batchStatusName(
  { run, times, outcome, phases }: BatchState,
  isHeld: boolean,
): BatchStatusName {
  if (times.since === undefined) return 'generated';
  if (run !== undefined) return isHeld ? 'running' : 'stopped';
  const states = new Set(phases.map(({ progress }) => progress.state));
  if (states.size === 1 && states.has('done')) return 'done';
  if (!states.has('failed') || (outcome === 'stopped' && states.has('waiting'))) return 'stopped';
  return states.has('done') ? 'partial' : 'failed';
}
