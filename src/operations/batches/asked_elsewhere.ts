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
    message: `What becomes of phase ${printableLine(id)} is just being asked by process ${pid} on ${printableLine(host)}, which runs the batch.`,
    hint: `Answer it in its terminal; or end that run first: orchestrator batch stop ${batch}`,
  };
}
