import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import type { Refusal } from './confiner.ts';

/** Reports that a command in a sandbox requested a host it may not reach. */
export function hostRefused({ by, host, remedy }: Refusal): Problem<'network-refused'> {
  return {
    severity: 'warning',
    code: 'network-refused',
    message: `${WHO[by]} in the sandbox asked for ${printableLine(host)}, which it may not reach.`,
    hint: printableLine(remedy),
  };
}

const WHO: Readonly<Record<Refusal['by'], string>> = {
  agent: 'An agent',
  gate: 'A gate',
  setup: 'The setup',
};
