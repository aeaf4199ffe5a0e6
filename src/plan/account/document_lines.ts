import { LatePattern } from '../../lib/index.ts';
import { type OpaqueBlock, type OpaqueForm, readBlocks, type TextBlock } from '../document/blocks.ts';
import { plainText } from '../document/plain_text.ts';
import { boxOf } from '../outline/survey.ts';

/** The form of a document's line. */
export type LineKind =
  | 'heading'
  | 'open-box'
  | 'ticked'
  | 'number'
  | 'bullet'
  | 'row'
  | 'code'
  | 'quote'
  | 'text'
  /** In front matter, or in HTML. */
  | 'markup';

/** A line of a document with content. */
export type DocumentLine = {
  /** 1-based. */
  readonly line: number;
  readonly kind: LineKind;
  /** The level of a heading; for another line, the number of lists around it. */
  readonly level: number;
  /** Without the marks of headings and lists. */
  readonly text: string;
  /** Whether it continues the line before it. */
  readonly runsOn: boolean;
};

/**
 * The lines of a Markdown document that have content, in their order.
 *
 * @param options.hasMarkup - gives also those of front matter and of HTML
 */
export function documentLines(
  source: string,
  { hasMarkup = false }: { readonly hasMarkup?: boolean } = {},
): DocumentLine[] {
  const { text, from } = plainText(source);
  const raw = text.split('\n');
  const found: DocumentLine[] = hasMarkup
    ? [...opaqueLines(raw, { kind: 'markup', line: 1, end: from + 1, depth: 0 })]
    : [];
  readBlocks(text, from, (block) => {
    if (block.kind === 'heading') {
      const { line, text: heading } = block.text;
      found.push({ line, kind: 'heading', level: block.level, text: heading, runsOn: false });
    } else if (block.kind === 'text') for (const line of linesOf(block, raw)) found.push(line);
    else if (hasMarkup || block.form !== 'html')
      for (const line of opaqueLines(raw, { ...block, kind: KINDS[block.form] })) found.push(line);
  });
  return found;
}

const KINDS: Readonly<Record<OpaqueForm, LineKind>> = {
  table: 'row',
  quote: 'quote',
  code: 'code',
  fence: 'code',
  html: 'markup',
};

function* opaqueLines(
  raw: readonly string[],
  { kind, line: first, end, depth }: Pick<OpaqueBlock, 'line' | 'end' | 'depth'> & Pick<DocumentLine, 'kind'>,
): Generator<DocumentLine> {
  for (let line = first; line < end; line++) {
    const text = raw[line - 1] ?? '';
    if (HAS_WORD.test(text)) yield { line, kind, level: depth, text: text.trim(), runsOn: line > first };
  }
}

const HAS_WORD = new LatePattern(() => String.raw`[\p{L}\p{N}]`, 'u');

function* linesOf({ lines, depth, isItem }: TextBlock, raw: readonly string[]): Generator<DocumentLine> {
  for (const [index, line] of lines.entries()) {
    if (!HAS_WORD.test(line.text)) continue;
    const begins = index === 0;
    const box = begins || /^[-*+•[☐☑✓✔✅⬜🔲]/u.test(line.text) ? boxOf(line) : undefined;
    const isNumber =
      isItem && /\d[.)]\s*(?:\[[ xX]?\]\s*)?$/u.test(raw[line.line - 1]?.slice(0, line.column - 1) ?? '');
    const form = isNumber ? 'number' : isItem ? 'bullet' : 'text';
    const kind =
      box === undefined ? (begins ? form : 'text') : /[xX☑✓✔✅]/u.test(box) ? 'ticked' : 'open-box';
    yield { line: line.line, kind, level: depth, text: line.text, runsOn: !begins && box === undefined };
  }
}
