import type { Problem } from './problem.ts';

/**
 * A refusal from outside the program, met many calls below the code that could report it. It is not a bug, so it carries its
 * problem: the boundary of an operation turns it into a failure, or a front end does if no operation did.
 */
export abstract class Refusal extends Error {
  abstract readonly problem: Problem;
}

/** The problem of an error that is not a bug: a {@link Refusal}, a full disk, a missing permission. `undefined` for any other. */
export function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof Refusal) return error.problem;
  if (!(error instanceof Error) || !('code' in error) || !MACHINE_CODES.has(String(error.code)))
    return undefined;
  const file = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return {
    severity: 'error',
    code: 'machine-refused',
    message: `The system refused: ${error.message.replace(/^[A-Z]+: |, .*$/gsu, '')}.`,
    ...(file === undefined ? {} : { file }),
    hint: 'Make room or give permission there, then run it again.',
  };
}

const MACHINE_CODES: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EBUSY',
  'ENAMETOOLONG',
]);
