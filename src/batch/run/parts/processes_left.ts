import type { Problem } from '../../../diagnostics/index.ts';
import { LOOK_FOR_TOKEN } from '../../store/token_variable.ts';

/** The note about a command that may still be running, which no event of the journal mentions. */
export function processesLeft(whose: string, left: number): Problem<'processes-left'> {
  const what = left === 1 ? 'a process' : `${left} processes`;
  return {
    severity: 'warning',
    code: 'processes-left',
    message: `${whose}, has left ${what} that could not be ended and may still run.`,
    hint: LOOK_FOR_TOKEN,
  };
}
