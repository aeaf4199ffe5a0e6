import { textWidth } from './wrap.ts';

/**
 * The beginning of a text that fits into so many columns, cut between graphemes, with an ellipsis if something is left out.
 * A grapheme counts as wide as in the widest terminal, so that no terminal breaks the line.
 */
export function cutToWidth(text: string, columns: number): string {
  if (columns <= 0) return widestWidth(text) === 0 ? text : '';
  if (PLAIN.test(text)) return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
  const graphemes = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  let width = 0;
  let kept = '';
  for (const [place, grapheme] of graphemes.entries()) {
    const wide = graphemeWidth(grapheme);
    if (width + wide > columns - 1) {
      const rest = graphemes.slice(place);
      const needed = rest.reduce((sum, next) => sum + graphemeWidth(next), width);
      return needed <= columns ? text : `${kept}…`;
    }
    kept += grapheme;
    width += wide;
  }
  return text;
}

/** The most columns that a text takes, on any terminal. */
export function widestWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return Array.from(new Intl.Segmenter().segment(text)).reduce(
    (sum, { segment }) => sum + graphemeWidth(segment),
    0,
  );
}

/**
 * Terminals without support for joined emoji draw each of their parts; a sign with an emoji selector is wide in some, and narrow
 * in others.
 */
function graphemeWidth(grapheme: string): number {
  const parts = Array.from(grapheme).reduce((sum, part) => sum + textWidth(part), 0);
  return Math.max(parts, textWidth(grapheme));
}

const PLAIN = /^[\u0020-\u007e]*$/u;
