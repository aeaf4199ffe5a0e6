import type MarkdownIt from 'markdown-it';
import ParserBlock from 'markdown-it/lib/parser_block.mjs';
import type StateBlock from 'markdown-it/lib/rules_block/state_block.mjs';
import type Token from 'markdown-it/lib/token.mjs';
import type { Block, OpaqueForm, TextBlock, TextLine } from './markdown_block.ts';

/**
 * Reads blocks by markdown-it's own rules.
 *
 * The rules are driven one block of the document at a time, and the tokens of each are dropped before the next: all
 * tokens of a long plan would take more memory than the rest of the program.
 */
export class MarkdownBlocks {
  readonly #state: StateBlock;
  readonly #rules: ReturnType<ParserBlock['ruler']['getRules']>;
  readonly #tokens: Token[] = [];

  /** @param text - with line feeds only */
  constructor(text: string) {
    const block = new ParserBlock();
    // A definition of a link would swallow `[x]: npm test`, which people write for a ticked gate.
    block.ruler.disable('reference');
    const options = { html: true, maxNesting: MAX_NESTED };
    // The only method of their parser that the rules need.
    const parser: Pick<MarkdownIt, 'block' | 'options'> = { block, options };
    this.#state = new block.State(text, parser as MarkdownIt, {}, this.#tokens);
    this.#rules = block.ruler.getRules('');
  }

  /**
   * Gives the blocks in the one that begins on a line, which must not be blank.
   *
   * @param line - 0-based, like the result
   * @returns the line after the block
   */
  read(line: number, visit: (block: Block) => void): number {
    const state = this.#state;
    state.line = line;
    for (const rule of this.#rules) if (rule(state, line, state.lineMax, false)) break;
    visitTokens(state, this.#tokens, visit);
    this.#tokens.length = 0;
    return state.line;
  }

  /** Where a line begins in the text. */
  startOf(line: number): number {
    return this.#state.bMarks[line] ?? this.#state.src.length;
  }
}

/** The same limit as markdown-it's; nobody writes a plan with deeper nesting. */
const MAX_NESTED = 100;

function visitTokens(state: StateBlock, tokens: readonly Token[], visit: (block: Block) => void): void {
  let depth = 0;
  let isItem = false;
  let startsList = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    switch (token.type) {
      case 'bullet_list_open':
      case 'ordered_list_open':
        startsList = true;
        break;
      case 'list_item_open':
        depth++;
        isItem = true;
        break;
      case 'list_item_close':
        depth--;
        isItem = false;
        break;
      case 'heading_open': {
        const lines = linesOf(state, tokens[index + 1] as Token);
        if (depth === 0 && isHeading(token, lines)) {
          const level = Number(token.tag.slice(1));
          visit({ kind: 'heading', level, text: lines[0] as TextLine });
        } else visit({ kind: 'text', lines, depth, isItem, startsList });
        isItem = startsList = false;
        index += 2;
        break;
      }
      case 'paragraph_open':
        for (const block of itemsIn(linesOf(state, tokens[index + 1] as Token), state, {
          depth,
          isItem,
          startsList,
        }))
          visit(block);
        isItem = startsList = false;
        index += 2;
        break;
      case 'blockquote_open':
      case 'table_open':
        visit(opaque(token, token.type === 'table_open' ? 'table' : 'quote', depth));
        index = closing(tokens, index);
        break;
      case 'fence':
        visit(opaque(token, 'fence', depth));
        break;
      case 'code_block':
        visit(opaque(token, 'code', depth));
        break;
      case 'html_block':
        visit(opaque(token, 'html', depth));
        break;
    }
  }
}

/**
 * A paragraph of an item, as the item and those below it: what is indented by four blanks more continues the paragraph by the
 * letter of Markdown, mark or not, but its writer meant items.
 */
function itemsIn(
  lines: TextLine[],
  state: StateBlock,
  { depth, isItem, startsList }: Pick<TextBlock, 'depth' | 'isItem' | 'startsList'>,
): TextBlock[] {
  const whole: TextBlock = { kind: 'text', lines, depth, isItem, startsList };
  if (
    depth === 0 ||
    !isItem ||
    lines.length === 1 ||
    !lines.some(({ text }, at) => at > 0 && MARKED.test(text))
  )
    return [whole];
  const found: { lines: TextLine[]; width: number; depth: number }[] = [{ lines: [], width: -1, depth }];
  for (const [at, line] of lines.entries()) {
    const mark = at === 0 ? undefined : MARKED.exec(line.text)?.[0];
    if (mark === undefined) {
      found.at(-1)?.lines.push(line);
      continue;
    }
    const start = state.bMarks[line.line - 1] ?? 0;
    const width = widthOf(state.src.slice(start, start + line.column - 1));
    const above = found.findLast((each) => each.width < width) ?? found[0];
    const text = line.text.slice(mark.length);
    found.push({
      lines: [{ text, line: line.line, column: line.column + mark.length }],
      ...{ width, depth: Math.min((above?.depth ?? depth) + 1, MAX_NESTED) },
    });
  }
  return found.map((each, at) => ({
    ...{ kind: 'text' as const, lines: each.lines, depth: each.depth },
    isItem: at === 0 ? isItem : true,
    startsList: at === 0 ? startsList : (found[at - 1]?.depth ?? 0) < each.depth,
  }));
}

const MARKED = /^[-+*]\s+(?=\S)/u;

/** The width of white space, with tabs as wide as editors show them. */
function widthOf(blank: string): number {
  let width = 0;
  for (const sign of blank) width = sign === '\t' ? width + TAB - (width % TAB) : width + 1;
  return width;
}

const TAB = 8;

/** A field with a rule right under it is a field: by the letter of CommonMark the rule would make it a heading. */
function isHeading(token: Token, lines: readonly TextLine[]): boolean {
  if (token.markup.startsWith('#')) return true;
  return lines.length === 1 && !/^(?:\*\*|__)/u.test(lines[0]?.text ?? '');
}

function opaque({ map }: Token, form: OpaqueForm, depth: number): Block {
  const [first, end] = map ?? [0, 1];
  return { kind: 'opaque', form, line: first + 1, end: end + 1, depth };
}

function closing(tokens: readonly Token[], open: number): number {
  const level = tokens[open]?.level;
  let index = open + 1;
  while (index < tokens.length && tokens[index]?.level !== level) index++;
  return index;
}

/** The lines of a paragraph or heading, each cut from the text itself, without the white space around it. */
function linesOf(state: StateBlock, { content, map }: Token): TextLine[] {
  const first = map?.[0] ?? 0;
  if (!content.includes('\n')) return [lineAt(state, first, content)];
  return content.split('\n').map((text, index) => lineAt(state, first + index, text));
}

function lineAt(state: StateBlock, line: number, content: string): TextLine {
  const start = state.bMarks[line] ?? 0;
  let end = state.eMarks[line] ?? start;
  const text = content.trim();
  while (end > start && isSpace(state.src.charCodeAt(end - 1))) end--;
  // Text runs to the end of its line, except in a heading that is closed by number signs.
  let at = end - text.length;
  if (!state.src.startsWith(text, at)) at = Math.max(start, state.src.indexOf(text, start));
  return { text: state.src.slice(at, at + text.length), line: line + 1, column: at - start + 1 };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 11 || code === 12;
}
