import { cutToWidth, printableLine, widestWidth } from '../../lib/index.ts';

/** A piece of a line, and its style. Text of any origin: terminal control characters are removed. */
export type Piece = string | { readonly text: string; readonly paint: (text: string) => string };

/** Pieces as one line of at most so many columns. It is cut before it is painted, so that no colour is left open. */
export function fitLine(pieces: readonly Piece[], width: number): string {
  let left = width;
  let line = '';
  for (const [place, piece] of pieces.entries()) {
    const whole = oneLine(typeof piece === 'string' ? piece : piece.text);
    const rest = pieces.slice(place + 1).some((next) => (typeof next === 'string' ? next : next.text) !== '');
    // A piece that just fits would leave no room for the sign that something is missing.
    const text =
      widestWidth(whole) === left && rest ? cutToWidth(`${whole}…`, left) : cutToWidth(whole, left);
    line += typeof piece === 'string' || text === '' ? text : piece.paint(text);
    left -= widestWidth(text);
    if (text !== whole || left <= 0) break;
  }
  return line;
}

/** Spaces are kept, since columns are made of them. */
function oneLine(text: string): string {
  return text
    .split(/( +)/u)
    .map((part) => (part.startsWith(' ') ? part : printableLine(part)))
    .join('');
}
