import type { BatchState, RunOutcome } from '../batch_state.ts';

/** Returns the outcome of a run that is over. `stopped`: whether it was asked to end early. */
export function outcomeOf({ phases }: BatchState, { stopped }: { readonly stopped: boolean }): RunOutcome {
  const states = phases.map(({ progress }) => progress.state);
  if (states.every((state) => state === 'done')) return 'done';
  if (stopped) return 'stopped';
  return states.some((state) => state === 'done') ? 'partial' : 'failed';
}
