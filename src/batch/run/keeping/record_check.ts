import type { CheckFlag } from '../../store/batch_state.ts';
import type { Attempt } from '../parts/attempt.ts';
import type { RunJournal } from '../parts/run.ts';

/** Records one of the program's own checks, like a gate. */
export function recordCheck(
  { logbook }: RunJournal,
  { phase, number }: Attempt,
  text: 'changed' | 'scope' | 'tampering',
  isGreen: boolean,
  flags: readonly CheckFlag[] = [],
): Promise<boolean> {
  return logbook.record({
    event: 'gate-ended',
    phase: phase.id,
    attempt: number,
    where: 'attempt',
    gate: null,
    text,
    command: null,
    result: isGreen ? 'green' : 'red',
    baseline: 'not-run',
    seconds: 0,
    log: null,
    flags: [...flags],
  });
}
