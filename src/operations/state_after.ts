import { HalfDoneError } from '../platform/index.ts';

/**
 * In which state a write that failed has left a folder.
 *
 * @param unchanged - what is said where it is as it was
 */
export function stateAfter(error: unknown, unchanged: string): string {
  return error instanceof HalfDoneError
    ? 'It is half done: what writes here next finishes it or takes it back, and keeps what you edit until then.'
    : unchanged;
}
