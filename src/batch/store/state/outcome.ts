import type { BatchState, RunOutcome } from '../../types.ts';

/** How a run that is over came out. `stopped`: whether it was asked to end before it was. */
export function outcomeOf({ phases }: BatchState, { stopped }: { readonly stopped: boolean }): RunOutcome {
  const states = phases.map(({ progress }) => progress.state);
  if (states.every((state) => state === 'done')) return 'done';
  if (stopped) return 'stopped';
  return states.some((state) => state === 'done') ? 'partial' : 'failed';
}
