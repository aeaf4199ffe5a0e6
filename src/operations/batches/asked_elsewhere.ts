import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';

/** The problem when the process that runs the batch is already asking about a phase, so that it must be answered there. */
export function askedElsewhere(
  batch: number,
  id: string,
  { pid, host }: { readonly pid: number; readonly host: string },
): Problem<'phase-asked'> {
  return {
    severity: 'error',
    code: 'phase-asked',
    message: `Process ${pid} on ${printableLine(host)}, which runs the batch, is asking what to do with phase ${printableLine(id)}.`,
    hint: `Answer in its terminal, or stop that run first: orchestrator batch stop ${batch}`,
  };
}
