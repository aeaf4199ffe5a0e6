import { cutToWidth, printableLine, revealHidden } from '../../lib/index.ts';

/** Untrusted text in a form fit for a statement: on one line, with hidden characters spelled out, and shortened. */
export function plain(text: string, most = LONGEST): string {
  // Most texts need nothing of all this.
  if (text.length <= most && PLAIN.test(text) && !text.includes('  ') && !text.includes('://')) return text;
  return cutToWidth(
    revealHidden(printableLine(withoutCredentials(text.slice(0, LOOKED_AT)))).replaceAll('`', "'"),
    most,
  );
}

/** Untrusted text as a quotation that it cannot end itself. */
export function quoted(text: string, most: number): string {
  return `“${plain(text, most).replace(/[“”]/gu, '"')}”`;
}

/** Printable ASCII without a blank at either end, and without the character that is replaced. */
const PLAIN = /^[!-_a-~](?:[ -_a-~]*[!-_a-~])?$/u;

/** Removes the names and passwords in addresses (`https://user:password@host`) from a text; git's plain user is kept. */
export function withoutCredentials(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(/:\/\/(?!git@[^\s/@"'<>]*(?:[\s/"'<>]|$))(?:[^\s/@"'<>]{1,1000}@)+/gu, '://***@');
}

/** The longest part of a line that patterns examine: real declarations are shorter, and a pattern may take quadratic time. */
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

/** The path from the root of a name in a folder. */
export function inFolder(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

/** The depth of a path; 0 at the root. */
export function depthOf(path: string): number {
  let depth = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) depth++;
  return depth;
}
