import { cutToWidth, printableLine, revealHidden } from '../../lib/index.ts';

/** Somebody else's text as a statement may hold it: on one line, with what is hidden in it written out, and not for ever. */
export function plain(text: string, most = LONGEST): string {
  return cutToWidth(
    revealHidden(printableLine(withoutCredentials(text.slice(0, LOOKED_AT)))).replaceAll('`', "'"),
    most,
  );
}

/** The text without the names and passwords that addresses in it hold (`https://user:password@host`); the plain user of git stays. */
export function withoutCredentials(text: string): string {
  return text.replace(/:\/\/(?!git@[^\s/@"'<>]*(?:[\s/"'<>]|$))(?:[^\s/@"'<>]{1,1000}@)+/gu, '://***@');
}

/** How much of a line patterns look at: nobody writes a declaration that long, and a pattern may take its square. */
export const LONGEST_LINE = 2000;

const LONGEST = 120;
const LOOKED_AT = 2000;

/** The folder that a path is in, `.` for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A name in a folder as a path from the root. */
export function inFolder(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

/** How deep a path lies; 0 at the root. */
export function depthOf(path: string): number {
  let depth = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) depth++;
  return depth;
}
