/**
 * Gives blocks of code that hold other blocks longer marks. By the letter of CommonMark, the end of an inner block with the same
 * marks ends the outer one, and all text after it is read the wrong way round. Only where each block that is opened is closed
 * in this way, too.
 *
 * @param text - with line feeds only; every line keeps its number, and its columns up to the marks
 */
export function withLongerOuterFences(text: string): string {
  if (!text.includes('```')) return text;
  const lines = text.split('\n');
  const outer = outerFences(lines);
  if (outer === undefined || outer.length === 0) return text;
  for (const place of outer.flat()) lines[place] = (lines[place] ?? '').replace('```', '````');
  return lines.join('\n');
}

/** The kinds of text that hold blocks of code. */
const OUTER = /^[ \t]*`{3}(?:markdown|md|mdx|text|txt)?[ \t]*$/iu;
const FENCE = /^[ \t]*(?<marks>`{3,}|~{3,})(?<info>[^`]*)$/u;

/** The 0-based first and last lines of blocks that hold others; `undefined` where a block is never closed. */
function outerFences(lines: readonly string[]): (readonly [number, number])[] | undefined {
  const found: (readonly [number, number])[] = [];
  let open: { readonly line: number; readonly marks: string; readonly isOuter: boolean } | undefined;
  let [isInner, hasInner] = [false, false];
  for (const [line, text] of lines.entries()) {
    const { marks, info = '' } = FENCE.exec(text)?.groups ?? {};
    if (marks === undefined) continue;
    if (open === undefined) {
      open = { line, marks, isOuter: OUTER.test(text) };
      [isInner, hasInner] = [false, false];
    } else if (info.trim() !== '') {
      if (open.isOuter && marks === open.marks) isInner = hasInner = true;
    } else if (!marks.startsWith(open.marks)) continue;
    else if (isInner) isInner = false;
    else {
      if (hasInner) found.push([open.line, line]);
      open = undefined;
    }
  }
  return open === undefined ? found : undefined;
}
