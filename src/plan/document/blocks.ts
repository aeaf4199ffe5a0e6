import { LineCursor } from './line_cursor.ts';
import type { Block } from './markdown_block.ts';
import { MarkdownBlocks } from './markdown_blocks.ts';
import { readPlainBlock } from './plain_blocks.ts';

export type { Block, OpaqueBlock, OpaqueForm, TextBlock, TextLine } from './markdown_block.ts';

/**
 * Gives the blocks of a Markdown text in their order, as markdown-it's block rules find them.
 *
 * Most blocks of a plan are so plain that the first characters of their lines tell their kind; the others go through the rules
 * themselves. Neither time nor memory grows faster than the document.
 *
 * @param text - with line feeds only
 * @param from - the 0-based line to begin at
 * @returns the number of lines in the text
 */
export function readBlocks(text: string, from: number, visit: (block: Block) => void): number {
  const cursor = new LineCursor(text);
  let markdown: MarkdownBlocks | undefined;
  while (cursor.line < from) cursor.next();
  while (cursor.kind !== 'end') {
    const { line } = cursor;
    if (readPlainBlock(cursor, visit)) continue;
    markdown ??= new MarkdownBlocks(text);
    const next = markdown.read(line, visit);
    cursor.moveTo(next, markdown.startOf(next));
  }
  return cursor.line;
}
