import { estimateTokens } from '../lib/index.ts';
import { sha256 } from '../platform/index.ts';
import type { EvalMessage, EvalSetup } from './generated/eval.setup.ts';

/** A setup with the id that is its own: a hash of all that is compared, of who answers and who judges. */
export function withId(setup: Omit<EvalSetup, 'schema' | 'id'>): EvalSetup {
  const id = sha256(JSON.stringify(setup)).slice(0, 16);
  return { schema: 'orchestrator.eval-setup/1', id, ...setup };
}

/** About how many tokens messages take. */
export function messageTokens(messages: readonly EvalMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
}
