/** A text without ticks that are pictures, and the lines of the headings that had them. */
export type WithoutSigns = { readonly text: string; readonly lines: readonly number[] };

/**
 * Removes ticks before headings where they are pictures and no marks of done work, as others have a rocket there: several
 * headings have one, below most of them boxes are open, and nothing in the document is ticked. They do mean something where the
 * document says so, other headings show another state, or a heading of their level is without a tick over open boxes. Every line
 * keeps its place.
 */
export function withoutHeadingSigns(text: string): WithoutSigns {
  if (!SIGNED.test(text) || TICKED.test(text) || STATES_PROGRESS.test(text)) return { text, lines: [] };
  const lines = text.split('\n');
  const signed: number[] = [];
  const levels = { signed: new Set<number>(), bare: new Set<number>() };
  let overBoxes = 0;
  let heading: { readonly level: number; readonly isSigned: boolean } | undefined;
  let fence = false;
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:`{3}|~{3})/u.test(line)) fence = !fence;
    if (fence) continue;
    const level = /^#{1,6}(?=\s)/u.exec(line)?.[0].length;
    if (level !== undefined) {
      heading = { level, isSigned: HEADING.test(line) };
      if (heading.isSigned) signed.push(index);
      if (heading.isSigned) levels.signed.add(level);
    } else if (heading !== undefined && BOX.test(line)) {
      if (heading.isSigned) overBoxes += 1;
      else levels.bare.add(heading.level);
      heading = undefined;
    }
  }
  const tellsApart = [...levels.signed].some((level) => levels.bare.has(level));
  if (overBoxes < LEAST || overBoxes * 2 <= signed.length || tellsApart) return { text, lines: [] };
  for (const index of signed) lines[index] = (lines[index] ?? '').replace(HEADING, '$<marks>');
  return { text: lines.join('\n'), lines: signed.map((index) => index + 1) };
}

/** One heading can be done, and its boxes forgotten. */
const LEAST = 3;
const HEADING = /^(?<marks>#{1,6}\s+(?:[*_]{1,2})?)(?:✅|☑|✔)\uFE0F?\s*/u;
const SIGNED = /^#{1,6}\s+(?:[*_]{1,2})?(?:✅|☑|✔)/mu;
const BOX = /^\s*(?:[-*+]|\d{1,4}[.)])\s+\[ ?\]\s/u;
const TICKED = /^\s*(?:[-*+]|\d{1,4}[.)])\s+\[[xX]\]\s/mu;

/** A heading with the sign of another state, or a legend of what a tick means. */
const STATES_PROGRESS =
  /^#{1,6}\s[^\n]{0,200}(?:🚧|⏳|⌛|🔄|❌|⬜|☐|🔲|🔜|⏸|🟡|🔴|⚪)|(?:✅|☑|✔)\uFE0F?[ \t]{0,4}[:=–—-]?[ \t]{0,4}(?:done|completed?|finished|shipped|erledigt|fertig|fait|terminé|hecho|completad[oa]|feito|concluíd[oa]|fatto|готово|сделано|выполнено|已?完成|完了|완료)(?!\p{L})/imu;
