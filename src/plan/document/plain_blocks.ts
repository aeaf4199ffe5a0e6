import type { LineCursor } from './line_cursor.ts';
import type { Block, TextLine } from './markdown_block.ts';
import { readPlainTable } from './plain_table.ts';

/**
 * Reads the block at the cursor, if the kinds of its lines are enough to know that markdown-it's rules would find the same: blank
 * lines, rules, headings, paragraphs, and lists of which every item is a paragraph.
 *
 * @returns whether it is; if not, nothing was given, and the cursor may be anywhere
 */
export function readPlainBlock(cursor: LineCursor, visit: (block: Block) => void): boolean {
  switch (cursor.kind) {
    case 'blank':
    case 'rule':
      cursor.next();
      return true;
    case 'heading': {
      const level = cursor.mark;
      visit({ kind: 'heading', level, text: takeLine(cursor) });
      return true;
    }
    case 'text':
      return readParagraph(cursor, visit);
    case 'bullet':
    case 'numbered':
      return readList(cursor, visit);
    case 'other':
      return readPlainTable(cursor, visit);
    default:
      return false;
  }
}

function readParagraph(cursor: LineCursor, visit: (block: Block) => void): boolean {
  const lines = takeText(cursor);
  if (!endsParagraph(cursor)) return false;
  visit({ kind: 'text', lines, depth: 0, isItem: false, startsList: false });
  return true;
}

/** Whether a line ends the paragraph above it for sure; a list can only if it is counted from one. */
function endsParagraph({ kind, text, start }: LineCursor): boolean {
  switch (kind) {
    case 'blank':
    case 'end':
    case 'heading':
    case 'bullet':
      return true;
    case 'numbered':
      return text.startsWith('1', start) && !isDigit(text.charCodeAt(start + 1));
    default:
      return false;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Lists that follow each other are read as one: another mark begins another list. */
function readList(cursor: LineCursor, visit: (block: Block) => void): boolean {
  const items: Block[] = [];
  for (let mark: number | undefined; isItem(cursor); ) {
    const startsList = cursor.mark !== mark;
    mark = cursor.mark;
    items.push({ kind: 'text', lines: takeText(cursor), depth: 1, isItem: true, startsList });
    if (!endsItem(cursor)) return false;
  }
  for (const item of items) visit(item);
  return true;
}

function isItem({ kind }: LineCursor): boolean {
  return kind === 'bullet' || kind === 'numbered';
}

/** Takes the blank lines after an item. What is indented below them, or is anything else, may belong to it. */
function endsItem(cursor: LineCursor): boolean {
  // Right below a list of one line with a bar, dashes make a table of it.
  if (cursor.kind === 'rule') return false;
  while (cursor.kind === 'blank') cursor.next();
  return cursor.kind !== 'other' && cursor.kind !== 'indented';
}

/** The line at the cursor, and the lines below that continue it. */
function takeText(cursor: LineCursor): TextLine[] {
  const lines = [takeLine(cursor)];
  while (cursor.kind === 'text' || cursor.kind === 'indented') lines.push(takeLine(cursor));
  return lines;
}

function takeLine(cursor: LineCursor): TextLine {
  const { running, line, content, start } = cursor;
  cursor.next();
  return { text: running, line: line + 1, column: content - start + 1 };
}
