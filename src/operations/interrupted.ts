import { type Failure, failure } from '../diagnostics/index.ts';

/** An operation that a person or a signal ended. @param message - in what state that leaves things, as a sentence */
export function interrupted(message: string): Failure<'interrupted'> {
  return failure('interrupted', { severity: 'note', code: 'interrupted', message });
}
