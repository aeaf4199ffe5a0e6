import { isAbsolute, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { isWithin } from '../../platform/index.ts';

/**
 * Accepts a path that stays below a root: relative, without a step up, and not through a link that leads out.
 *
 * @returns the path as it was given
 */
export function confinePath(root: string, path: string): Result<string, 'path-outside-root'> {
  const isPlain =
    path !== '' &&
    path !== '-' &&
    !path.includes('\0') &&
    !/^[~@]/u.test(path) &&
    !isAbsolute(path) &&
    !/^[A-Za-z]:|^\\/u.test(path) &&
    !path.split(/[\\/]/u).includes('..');
  return isPlain && isWithin(root, resolve(root, path)) ? success(path) : failure('usage', outside(path));
}

function outside(path: string): Problem<'path-outside-root'> {
  return {
    severity: 'error',
    code: 'path-outside-root',
    message: `The path ${JSON.stringify(printableLine(path.slice(0, 200)))} is not inside the server's root.`,
    hint: 'Give it relative to the root, as in docs/plan.md: not absolute, without .. and not through a link that leads out.',
  };
}
