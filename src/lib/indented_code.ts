/**
 * The lines of a Markdown text that are code by their indentation, by their index from 0. In doubt a line is not code: it needs
 * four columns even inside the innermost list that could still continue, and a blank line or code above it.
 */
export function indentedCode(lines: readonly string[]): ReadonlySet<number> {
  const code = new Set<number>();
  /** Column where the text of each open list item begins, the innermost last. */
  const items: number[] = [];
  let isSetOff = true;
  for (const [index, line] of lines.entries()) {
    if (RAW.test(line)) break;
    const indent = indentOf(line);
    if (indent === undefined) {
      isSetOff = true;
      continue;
    }
    // Without a blank line above, text with less indentation may still belong to the item.
    if (isSetOff) while ((items.at(-1) ?? 0) > indent) items.pop();
    if (isSetOff && indent >= (items.at(-1) ?? 0) + 4) code.add(index);
    else isSetOff = false;
    for (const start of itemsOf(line)) items.push(start);
    items.splice(0, Math.max(0, items.length - DEEPEST));
  }
  return code;
}

/** Opening of HTML that continues across blank lines, where indentation means nothing. */
const RAW = /<(?:pre|script|style|textarea)\b|<\?|<![a-z[]/iu;

/** Maximum depth of lists; of deeper ones the innermost decide. */
const DEEPEST = 100;

/** The columns before a line's text; `undefined` for a blank line. */
function indentOf(line: string): number | undefined {
  const first = line.search(/[^ \t\r]/u);
  return first < 0 ? undefined : columnsOf(line.slice(0, first));
}

/** The columns where the text of the items that a line opens begins, including footnotes and definitions. */
function itemsOf(line: string): number[] {
  const starts: number[] = [];
  const mark = /[ \t]*(?:[-*+]|\d{1,9}[.)])(?<gap>[ \t]+|$)/uy;
  for (let match = mark.exec(line); match !== null && match[0] !== ''; match = mark.exec(line)) {
    const before = columnsOf(line.slice(0, mark.lastIndex - (match.groups?.gap ?? '').length));
    const start = columnsOf(line.slice(0, mark.lastIndex));
    starts.push(start - before > 4 || start === before ? before + 1 : start);
  }
  if (/^ {0,3}(?:\[\^[^\]]+\]:|:[ \t])/u.test(line)) starts.push(4);
  return starts;
}

/** Width of a text with tab stops at every fourth column. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += character === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}
