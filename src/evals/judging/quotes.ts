/**
 * Whether a passage occurs in a text. White space, the emphasis of Markdown, kinds of quotation marks and dashes, and case are
 * ignored; a passage may leave out words at an ellipsis, as long as each piece occurs, in order.
 */
export function isQuoteOf(quote: string, text: string): boolean {
  const whole = plain(text);
  const pieces = quote
    .split(/(?:\[?(?:\.{3}|…)\]?)/u)
    .map(plain)
    .filter((piece) => piece !== '');
  if (pieces.length === 0 || pieces.join('').length < SHORTEST) return false;
  let from = 0;
  for (const piece of pieces) {
    const at = whole.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return true;
}

/** Fewer characters prove nothing, in any text. */
const SHORTEST = 3;

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[“”„«»]/gu, '"')
    .replace(/[‘’‚´]/gu, "'")
    .replace(/[‐‑‒–—−]/gu, '-')
    .replace(/[*_~`]/gu, '')
    .replace(/[|#>]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^["' ]+|["' ]+$/gu, '')
    .toLowerCase();
}
