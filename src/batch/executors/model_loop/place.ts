import { join, relative } from 'node:path';
import { entryKind, isWithin, realPath } from '../../../platform/index.ts';
import { pathInside } from './path_inside.ts';

/** A place where a tool may work: a path on the disk, and its name; or why not, as a sentence for the model. */
export type Place =
  | { readonly ok: true; readonly file: string; readonly path: string }
  | { readonly ok: false; readonly why: string };

/** A path to read: links may lead anywhere inside the working directory, and nowhere else. */
export function placeToRead(root: string, written: string): Place {
  const inside = pathInside(root, written);
  if (!inside.ok) return refused(inside.why);
  const file = join(root, inside.path);
  if (!isWithin(root, file)) return refused('a link leads out of the working directory there');
  const real = pathInside(root, relative(realPath(root), realPath(file)));
  return real.ok ? { ok: true, file, path: inside.path } : refused(real.why);
}

/** A path to write: declared by the phase, and without a link on the way there. */
export function placeToWrite(root: string, written: string, isDeclared: (path: string) => boolean): Place {
  const inside = pathInside(root, written);
  if (!inside.ok) return refused(inside.why);
  const { path } = inside;
  if (!isDeclared(path))
    return refused('the phase does not declare that file, and only declared files count');
  const file = join(root, path);
  if (entryKind(file) === 'link') return refused('it is a link');
  if (realPath(file) !== join(realPath(root), path)) return refused('a link is on the way there');
  const kind = entryKind(file);
  return kind === 'file' || kind === 'absent' ? { ok: true, file, path } : refused('it is not a file');
}

function refused(why: string): Place {
  return { ok: false, why: `Refused: ${why}.` };
}
