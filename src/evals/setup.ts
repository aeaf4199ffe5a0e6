import { estimateTokens } from '../lib/index.ts';
import { sha256 } from '../platform/index.ts';
import type { EvalMessage, EvalSetup } from './generated/eval.setup.ts';

/** Gives a setup its id: a hash of everything compared, and of the answering and the judging model. */
export function withId(setup: Omit<EvalSetup, 'schema' | 'id'>): EvalSetup {
  const id = sha256(JSON.stringify(setup)).slice(0, 16);
  return { schema: 'orchestrator.eval-setup/1', id, ...setup };
}

/** Estimated number of tokens in messages. */
export function messageTokens(messages: readonly EvalMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
}
