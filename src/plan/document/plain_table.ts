import type { LineCursor } from './line_cursor.ts';
import type { Block } from './markdown_block.ts';

/**
 * Reads the table at the cursor, if every line of it begins and ends with a bar and a blank line follows, so that markdown-it's
 * rules would find the same: a table is opaque to a plan, and its cells need not be made.
 *
 * @returns whether it is one; if not, nothing was given, and the cursor may be anywhere
 */
export function readPlainTable(cursor: LineCursor, visit: (block: Block) => void): boolean {
  const { line } = cursor;
  const columns = cellsIn(cursor);
  if (columns < 1) return false;
  cursor.next();
  if (cellsIn(cursor) !== columns || !RULE.test(cursor.text.slice(cursor.start, cursor.end))) return false;
  cursor.next();
  // markdown-it adds only so many missing cells.
  let missing = 0;
  for (; cursor.kind !== 'blank' && cursor.kind !== 'end'; cursor.next()) {
    const cells = cellsIn(cursor);
    if (cells < 1) return false;
    missing += columns - cells;
    if (missing > MAX_MADE_UP) return false;
  }
  visit({ kind: 'opaque', form: 'table', line: line + 1, end: cursor.line + 1, depth: 0 });
  return true;
}

const MAX_MADE_UP = 65_536;
const RULE = /^\|(?:[ \t]*:?-+:?[ \t]*\|)+$/u;

/** Counts the cells between bars in a line; 0 for a line written in another way. */
function cellsIn({ text, start, end }: LineCursor): number {
  if (text[start] !== '|' || text[end - 1] !== '|') return 0;
  let cells = -1;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === BAR) cells++;
    else if (code === BACKSLASH) return 0;
  }
  return cells;
}

const BAR = 124;
const BACKSLASH = 92;
