import type { AttemptRecord, PhaseRecord } from '../batch_state.ts';

/**
 * Returns the attempt that a phase has under way, from its start until it is merged or given up; `undefined` if there is none.
 */
export function currentAttempt({ progress, attempts }: PhaseRecord): AttemptRecord | undefined {
  switch (progress.state) {
    case 'running':
    case 'gating':
    case 'merging':
      return attempts[progress.attempt - 1];
    default:
      return undefined;
  }
}
