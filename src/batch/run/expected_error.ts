import type { Problem } from '../../diagnostics/index.ts';
import { describeSystemError, GitRefused, systemErrorCode } from '../../platform/index.ts';
import { TapeDeparted } from '../executors/replay.ts';

/** The code of an error that this machine is to blame for. */
export type ExpectedErrorCode = 'system-refused' | 'git-unusable' | 'tape-departed';

/**
 * What an error that was thrown says of this machine: a full disk, a folder that can't be written, git that can't be asked.
 * A run that departs from its tape is no error either. `undefined` for an error that is the program's own.
 */
export function expectedError(error: unknown): Problem<ExpectedErrorCode> | undefined {
  if (error instanceof TapeDeparted || error instanceof GitRefused) return error.problem;
  // Those that begin like that are Node's word for a wrong call.
  if (systemErrorCode(error) === '' || systemErrorCode(error).startsWith('ERR_')) return undefined;
  const path = error instanceof Error && 'path' in error ? String(error.path) : undefined;
  return {
    severity: 'error',
    code: 'system-refused',
    message: `This machine could not do it: ${describeSystemError(error)}. What was done before is kept.`,
    ...(path === undefined ? {} : { file: path }),
    hint: AGAIN,
  };
}

const AGAIN = 'Fix that and run the same command again: it goes on from here.';
