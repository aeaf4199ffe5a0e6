/** A text without ticks that are pictures, and the lines of the headings that had them. */
export type WithoutSigns = { readonly text: string; readonly lines: readonly number[] };

/**
 * A text in which ticks before headings are no marks of what is done, where they are pictures, as others have a rocket there: several
 * headings have one, below most of them boxes are open, and nothing in the document is ticked. Such a tick becomes a triangle, and every line
 * keeps its place.
 */
export function withoutHeadingSigns(text: string): WithoutSigns {
  if (!SIGNED.test(text) || TICKED.test(text)) return { text, lines: [] };
  const lines = text.split('\n');
  const signed: number[] = [];
  let overBoxes = 0;
  let isOpen = false;
  let fence = false;
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:`{3}|~{3})/u.test(line)) fence = !fence;
    if (fence) continue;
    if (/^#{1,6}\s/u.test(line)) {
      isOpen = HEADING.test(line);
      if (isOpen) signed.push(index);
    } else if (isOpen && BOX.test(line)) {
      overBoxes += 1;
      isOpen = false;
    }
  }
  if (overBoxes < LEAST || overBoxes * 2 <= signed.length) return { text, lines: [] };
  for (const index of signed) lines[index] = (lines[index] ?? '').replace(HEADING, '$<marks>▶');
  return { text: lines.join('\n'), lines: signed.map((index) => index + 1) };
}

/** One heading can be done, and its boxes forgotten. */
const LEAST = 3;
const HEADING = /^(?<marks>#{1,6}\s+(?:[*_]{1,2})?)(?:✅|☑|✔)/u;
const SIGNED = /^#{1,6}\s+(?:[*_]{1,2})?(?:✅|☑|✔)/mu;
const BOX = /^\s*(?:[-*+]|\d{1,4}[.)])\s+\[ ?\]\s/u;
const TICKED = /^\s*(?:[-*+]|\d{1,4}[.)])\s+\[[xX]\]\s/mu;
