import { type Failure, failure } from '../../diagnostics/index.ts';

/** The failure for an unknown kind of component. */
export function unknownKind(kind: string): Failure<'unknown-kind'> {
  return failure('usage', {
    severity: 'error',
    code: 'unknown-kind',
    message: `There is no kind of component ${JSON.stringify(kind.slice(0, 60))}.`,
    hint: 'The kinds are: persona, protocol, constraint.',
  });
}
