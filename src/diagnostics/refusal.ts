import type { Problem } from './problem.ts';

/**
 * Something outside the program refused, and the code that met it is many calls below whoever could say so. It is no bug, so it
 * carries its problem: the border of an operation makes a failure of it, and a front end does where no operation did.
 */
export abstract class Refusal extends Error {
  abstract readonly problem: Problem;
}

/** The problem of an error that is no bug: a {@link Refusal}, a full disk, a missing permission. `undefined` for any other. */
export function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof Refusal) return error.problem;
  if (!(error instanceof Error) || !('code' in error) || !MACHINE_CODES.has(String(error.code)))
    return undefined;
  const file = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return {
    severity: 'error',
    code: 'machine-refused',
    message: `This machine could not do it: ${error.message.replace(/^[A-Z]+: |, .*$/gsu, '')}.`,
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
