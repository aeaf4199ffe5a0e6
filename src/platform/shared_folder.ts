import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { realPath } from './paths.ts';
import { ownUser } from './user.ts';

/**
 * Whether a folder is nobody's project: the top of the file system, a home folder, the folder of all homes, or one for everybody's
 * temporary files. What lies about there says nothing of the folders below it.
 */
export function isSharedFolder(folder: string): boolean {
  const real = realPath(folder);
  if (dirname(real) === real) return true;
  const homes = [ownUser().home, process.env.HOME].flatMap((home) => (home ? [realPath(resolve(home))] : []));
  if (homes.some((home) => real === home || (real === dirname(home) && dirname(real) === '/'))) return true;
  try {
    // Everybody may write there, and nobody may remove what is another's.
    return (statSync(real).mode & 0o1002) === 0o1002;
  } catch {
    return false;
  }
}
