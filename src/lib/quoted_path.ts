import { revealHidden } from './hidden_text.ts';

/** Characters that would break a line that names a file, end its quotes, or look like a tag or a boundary. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}"<>\\]|={5,}/gu;

/** The path of a file for use between double quotes, or within a tag: on one line, whatever the file is called. */
export function pathInQuotes(path: string): string {
  const safe = path.replace(UNSAFE, (unsafe) => (unsafe === '\\' ? '\\\\' : escaped(unsafe)));
  return revealHidden(safe, escaped);
}

/** The path of a file for a line with other words: as it is, or escaped and in quotes where that is not safe. */
export function quotedPath(path: string): string {
  const safe = pathInQuotes(path);
  return safe === path ? path : `"${safe}"`;
}

function escaped(text: string): string {
  return [...Array(text.length).keys()]
    .map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
