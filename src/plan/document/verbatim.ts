import { longestMatch } from '../../lib/index.ts';
import type { OpaqueBlock, TextLine } from './markdown_block.ts';
import { dedented } from './step_text.ts';

/** Gives the blocks of a text that stay as they are, each as one line of several. */
export function verbatimIn(text: string): (block: OpaqueBlock) => TextLine {
  // Most plans have none: the lines are only split when the first one asks.
  let lines: readonly string[] | undefined;
  return ({ line, end, form }) => {
    lines ??= text.split('\n');
    const own = withoutMarker(lines.slice(line - 1, end - 1));
    return {
      text: form === 'code' ? fenced(dedented(own)) : closed(dedented(own)),
      line,
      column: 1,
      isVerbatim: true,
    };
  };
}

/** `- ```sh`: where a block begins an item, the mark of the list is on its first line. */
function withoutMarker([first = '', ...rest]: readonly string[]): readonly string[] {
  return [
    first.replace(/^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)+(?=[`~>|]|\s{4})/u, (marks) => ' '.repeat(marks.length)),
    ...rest,
  ];
}

/** Indented code gets a fence: its indentation would not survive. */
function fenced(code: string): string {
  const longest = longestMatch(code, /`{3,}/gu, 2);
  const mark = '`'.repeat(longest + 1);
  return `${mark}\n${code}\n${mark}`;
}

/** A fence that the end of its item closes, or of the document, gets an end of its own. */
function closed(block: string): string {
  const mark = /^(?:`{3,}|~{3,})/u.exec(block)?.[0];
  if (mark === undefined) return block;
  const last = block.slice(block.lastIndexOf('\n') + 1).trim();
  const isClosed = block.includes('\n') && last.startsWith(mark) && /^(?:`+|~+)$/u.test(last);
  return isClosed ? block : `${block}\n${mark}`;
}
