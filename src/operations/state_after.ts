import { HalfDoneError } from '../platform/index.ts';

/**
 * Describes the state in which a failed write has left a folder.
 *
 * @param unchanged - the sentence to use if nothing has changed
 */
export function stateAfter(error: unknown, unchanged: string): string {
  return error instanceof HalfDoneError
    ? 'It is half done: the next write here finishes or reverts it, and keeps your edits until then.'
    : unchanged;
}
