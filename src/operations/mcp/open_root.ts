import { resolve } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { displayPath, isFolder, realPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The folder that a server works in: the one that is named, else the working directory; absolute, without links. */
export function openRoot(
  { cwd }: Pick<OperationContext, 'cwd'>,
  root: string | undefined,
): Result<string, 'root-absent'> {
  const path = resolve(cwd, root ?? '.');
  if (isFolder(path)) return success(realPath(path));
  return failure('usage', {
    severity: 'error',
    code: 'root-absent',
    message: 'There is no such folder.',
    file: displayPath(cwd, path),
    hint: '--root names the folder of the project that the server works in.',
  });
}
