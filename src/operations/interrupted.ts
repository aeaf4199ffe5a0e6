import { type Failure, failure } from '../diagnostics/index.ts';

/** The failure of an operation ended by a person or a signal. @param message - the resulting state, as a sentence */
export function interrupted(message: string): Failure<'interrupted'> {
  return failure('interrupted', { severity: 'note', code: 'interrupted', message });
}
