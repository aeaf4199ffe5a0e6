import type { Problem } from '../../../diagnostics/index.ts';
import { describeSystemError, GitRefused, systemErrorCode } from '../../../platform/index.ts';
import { TapeDeparted } from '../../executors/replay.ts';

/** The code of an error caused by this machine. */
export type ExpectedErrorCode = 'system-refused' | 'git-unusable' | 'tape-departed';

/**
 * Returns the problem with this machine behind a thrown error: a full disk, a folder that cannot be written, git that cannot be
 * run. A run that departs from its tape is also expected. `undefined` for a bug in the program itself.
 */
export function expectedError(error: unknown): Problem<ExpectedErrorCode> | undefined {
  if (error instanceof TapeDeparted || error instanceof GitRefused) return error.problem;
  // Codes with that prefix are Node's errors for a wrong call.
  if (systemErrorCode(error) === '' || systemErrorCode(error).startsWith('ERR_')) return undefined;
  const path = error instanceof Error && 'path' in error ? String(error.path) : undefined;
  return {
    severity: 'error',
    code: 'system-refused',
    message: `The system refused: ${describeSystemError(error)}. What was done before is kept.`,
    ...(path === undefined ? {} : { file: path }),
    hint: AGAIN,
  };
}

const AGAIN = 'Fix that and run the same command again: it continues from here.';
