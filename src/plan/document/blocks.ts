import type MarkdownIt from 'markdown-it';
import ParserBlock from 'markdown-it/lib/parser_block.mjs';
import type StateBlock from 'markdown-it/lib/rules_block/state_block.mjs';
import type Token from 'markdown-it/lib/token.mjs';

/** One line of running text: what is left after the marks of headings and lists. */
export type TextLine = {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
};

/** A block of the document that can be structure, or that is known not to be. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: TextLine }
  | {
      readonly kind: 'text';
      readonly lines: readonly TextLine[];
      /** How many lists it stands in. */
      readonly depth: number;
      /** Whether it begins an item of a list. */
      readonly isItem: boolean;
      /** Whether it begins a list. */
      readonly startsList: boolean;
    }
  /** A fence, table, quote, HTML or rule. */
  | { readonly kind: 'opaque'; readonly line: number; readonly depth: number };

/**
 * Gives the blocks of a Markdown text in their order, by markdown-it's block rules.
 *
 * The rules are driven one block of the document at a time, and the tokens of each are dropped before the next, so
 * that neither time nor memory depends on the length of the document more than linearly.
 *
 * @param text - with line feeds only
 * @param from - the 0-based line to begin at
 * @returns how many lines the text has
 */
export function readBlocks(text: string, from: number, visit: (block: Block) => void): number {
  const block = new ParserBlock();
  // A definition of a link would swallow `[x]: npm test`, which people write for a ticked gate.
  block.ruler.disable('reference');
  // The rules ask their parser for no more than this.
  const parser = { block, options: { html: true, maxNesting: MOST_NESTED } } as unknown as MarkdownIt;
  const tokens: Token[] = [];
  const state = new block.State(text, parser, {}, tokens);
  const rules = block.ruler.getRules('');
  const end = state.lineMax;
  let line = state.skipEmptyLines(from);
  while (line < end) {
    state.line = line;
    for (const rule of rules) if (rule(state, line, end, false)) break;
    visitTokens(state, tokens, visit);
    tokens.length = 0;
    line = state.skipEmptyLines(state.line);
  }
  return end;
}

/** As markdown-it has it; what is nested deeper is nobody's plan. */
const MOST_NESTED = 100;

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
        visit({ kind: 'text', lines: linesOf(state, tokens[index + 1] as Token), depth, isItem, startsList });
        isItem = startsList = false;
        index += 2;
        break;
      case 'blockquote_open':
      case 'table_open':
        visit({ kind: 'opaque', line: lineOf(token), depth });
        index = closing(tokens, index);
        break;
      case 'fence':
      case 'code_block':
      case 'html_block':
        visit({ kind: 'opaque', line: lineOf(token), depth });
        break;
    }
  }
}

/** A field with a rule right under it is a field: by the letter of CommonMark the rule would make it a heading. */
function isHeading(token: Token, lines: readonly TextLine[]): boolean {
  if (token.markup.startsWith('#')) return true;
  return lines.length === 1 && !/^(?:\*\*|__)/u.test(lines[0]?.text ?? '');
}

function lineOf(token: Token): number {
  return (token.map?.[0] ?? 0) + 1;
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
  // Text runs to the end of its line, save in a heading that is closed by number signs.
  let at = end - text.length;
  if (!state.src.startsWith(text, at)) at = Math.max(start, state.src.indexOf(text, start));
  return { text: state.src.slice(at, at + text.length), line: line + 1, column: at - start + 1 };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 11 || code === 12;
}
