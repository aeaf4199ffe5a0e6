import { type Block, readBlocks } from '../document/blocks.ts';
import { plainText } from '../document/plain_text.ts';
import type { TaskProblem, TaskSource } from './importer.ts';

/**
 * Warns that a document has text in forms that are not read: HTML, lists of definitions, footnotes. Its writer should know that
 * it is in no plan.
 *
 * @param read - the lines of tags that the importer reads itself
 */
export function unreadMarkup(
  { text: source, file }: TaskSource,
  read: ReadonlySet<number> = new Set(),
): TaskProblem[] {
  if (!MAY_HAVE.test(source)) return [];
  const { text, from } = plainText(source);
  const lines = text.split('\n');
  const html: number[] = [];
  const lists: number[] = [];
  const definitions: number[] = [];
  const footnotes: number[] = [];
  readBlocks(text, from, (block: Block) => {
    if (block.kind === 'opaque' && block.form === 'html') {
      // `<tasks>` opens right above the first task.
      if (read.has(block.line) || read.has(block.line + 1)) return;
      const own = lines.slice(block.line - 1, block.end - 1).join('\n');
      if (/<li\b/iu.test(own)) lists.push(block.line);
      else if (/\p{L}/u.test(own.replace(NO_TEXT, ''))) html.push(block.line);
    } else if (block.kind === 'text')
      for (const [index, { text: said, line }] of block.lines.entries()) {
        if (index > 0 && /^:[ \t]+\S/u.test(said)) definitions.push(line);
        if (/^\[\^[^\]\s]+\]:[ \t]/u.test(said)) footnotes.push(line);
      }
  });
  return [
    ...unreadNote(lists, 'A list in HTML is', 'Lists in HTML are', file),
    ...unreadNote(html, 'Text in HTML is', 'Texts in HTML are', file),
    ...unreadNote(definitions, 'A definition list is', 'Definition lists are', file),
    ...unreadNote(footnotes, 'A footnote is', 'Footnotes are', file),
  ];
}

/** A quick look, since most documents contain no such text. */
const MAY_HAVE = /^[ \t]*(?:<[a-z/!]|:[ \t]|\[\^)/imu;

/** Comments are reported elsewhere; a summary is the heading of text that can be unfolded. */
const NO_TEXT = /<!--[\s\S]*?(?:-->|$)|<summary\b[^<]*<\/summary>|<[^>]*>/giu;

function unreadNote(lines: readonly number[], one: string, several: string, file: string): TaskProblem[] {
  const [first] = lines;
  if (first === undefined) return [];
  const where = lines.slice(0, MAX_NAMED).join(', ');
  return [
    {
      severity: 'warning',
      code: 'markup-unread',
      message: `${lines.length === 1 ? one : several} not read (${lines.length === 1 ? 'line' : 'lines'} ${where}${lines.length > MAX_NAMED ? ', …' : ''}).`,
      file,
      line: first,
      column: 1,
      hint: 'Put any work in it into a Markdown list.',
    },
  ];
}

const MAX_NAMED = 8;
