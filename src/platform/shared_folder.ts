import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { realPath } from './paths.ts';
import { ownUser } from './user.ts';

/**
 * Whether a folder cannot be a project: the top of the file system, a home folder, the folder of all homes, or a shared one for
 * temporary files. Files in it say nothing about the folders below.
 */
export function isSharedFolder(folder: string): boolean {
  const real = realPath(folder);
  if (dirname(real) === real) return true;
  const homes = [ownUser().home, process.env.HOME].flatMap((home) => (home ? [realPath(resolve(home))] : []));
  if (homes.some((home) => real === home || (real === dirname(home) && dirname(real) === '/'))) return true;
  try {
    // Anyone may write there, but may not remove another user's files.
    return (statSync(real).mode & 0o1002) === 0o1002;
  } catch {
    return false;
  }
}
