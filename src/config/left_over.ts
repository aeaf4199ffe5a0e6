import { basename, dirname, join } from 'node:path';
import { namesIn, realPath } from '../platform/index.ts';

/** Temporary files of killed writers, named as the package underneath conf names them; a key may be in them. */
export function leftOver(file: string): string[] {
  const real = realPath(file);
  const mine = `${basename(real)}.tmp-`;
  return namesIn(dirname(real))
    .filter((name) => name.startsWith(mine) && /^\d{1,10}[a-f0-9]{1,6}$/u.test(name.slice(mine.length)))
    .map((name) => join(dirname(real), name));
}
