import { HalfDoneError } from '../platform/index.ts';

/**
 * Describes the state in which a failed write has left a folder.
 *
 * @param unchanged - the sentence to use if nothing has changed
 */
export function stateAfter(error: unknown, unchanged: string): string {
  return error instanceof HalfDoneError
    ? 'It is half done: what writes here next finishes it or takes it back, and keeps what you edit until then.'
    : unchanged;
}
