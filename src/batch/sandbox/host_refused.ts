import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';

/** That a command in a sandbox asked for a host that it may not reach. */
export function hostRefused(host: string, remedy: string): Problem<'network-refused'> {
  return {
    severity: 'warning',
    code: 'network-refused',
    message: `A command in the sandbox asked for ${printableLine(host)}, which it may not reach.`,
    hint: printableLine(remedy),
  };
}
