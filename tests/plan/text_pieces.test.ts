import { describe, expect, test } from 'vitest';
import { type Block, readBlocks } from '../../src/plan/document/blocks.ts';
import {
  codeSpansIn,
  partsOf,
  plain,
  saysLater,
  saysNone,
  withEscape,
  withoutEscape,
  withoutNote,
} from '../../src/plan/document/inline.ts';
import { LineCursor } from '../../src/plan/document/line_cursor.ts';
import { readPlainBlock } from '../../src/plan/document/plain_blocks.ts';
import { caseGroupsIn } from '../support/cases.ts';

type Pieces = {
  readonly [kind in
    | 'lines'
    | 'blocks'
    | 'plainBlocks'
    | 'spans'
    | 'parts'
    | 'notes'
    | 'plain'
    | 'escapes']: readonly [string, unknown][];
} & { readonly [kind in 'nothing' | 'later']: readonly string[] };
const pieces = caseGroupsIn<Pieces>('plan_text_pieces.yaml');

const line = (text: string) => ({ text, line: 1, column: 1 });
const at = ({ column, text }: { readonly column: number; readonly text: string }) => `${column} ${text}`;

/** What the line is, its mark or level, and where its text begins: what is plain takes the short way. */
test.each(pieces.lines)('the line %j', (text, meaning) => {
  const cursor = new LineCursor(`before\n${text}\nbehind`);
  cursor.next();
  const { kind, mark, content, start, running } = cursor;
  const marked = kind === 'heading' ? ` ${mark}` : ` ${String.fromCharCode(mark)}`;
  const told = `${kind}${['heading', 'bullet', 'numbered'].includes(kind) ? marked : ''}`;
  expect(['blank', 'rule', 'other'].includes(kind) ? told : `${told}: ${content - start} ${running}`).toBe(
    meaning,
  );
  cursor.next();
  expect([cursor.kind, cursor.line, cursor.running]).toEqual(['text', 2, 'behind']);
  cursor.next();
  expect([cursor.kind, cursor.line]).toEqual(['end', 3]);
});

/** A block with its line and column; a plus where a list begins. */
function told(block: Block): string {
  if (block.kind === 'opaque') return `${block.line} other ${block.depth}`;
  if (block.kind === 'heading')
    return `${block.text.line}:${block.text.column} heading ${block.level}: ${block.text.text}`;
  const { isItem, startsList, depth, lines } = block;
  const [first] = lines;
  const kind = isItem ? `item${startsList ? '+' : ''}` : 'text';
  return `${first?.line}:${first?.column} ${kind} ${depth}: ${lines.map(({ text }) => text).join(' / ')}`;
}

test.each(pieces.blocks)('the blocks of %j', (text, meaning) => {
  const found: string[] = [];
  readBlocks(text, 0, (block) => found.push(told(block)));
  expect(found).toEqual(meaning);
});

/** Those that are so plain that Markdown's rules are not asked; null where they are. */
test.each(pieces.plainBlocks)('the plain blocks of %j', (text, meaning) => {
  const cursor = new LineCursor(text);
  const found: string[] = [];
  let isPlain = true;
  while (isPlain && cursor.kind !== 'end')
    isPlain = readPlainBlock(cursor, (block) => found.push(told(block)));
  expect(isPlain ? found : null).toEqual(meaning);
});

/** Each code span: from, to, content. */
test.each(pieces.spans)('the code spans of %j', (text, meaning) => {
  expect(codeSpansIn(text).map(({ start, end, content }) => `${start}-${end} ${content}`)).toEqual(meaning);
});

test.each(pieces.parts)('the parts of %j', (text, meaning) => {
  expect(partsOf(line(text)).map(at)).toEqual(meaning);
});

/** What is left, and the note. */
test.each(pieces.notes)('the note of %j', (text, meaning) => {
  const { body, note } = withoutNote(line(text));
  expect([at(body), note ?? null]).toEqual(meaning);
});

test.each(pieces.plain)('%j without emphasis', (text, meaning) => {
  expect(plain(text)).toBe(meaning);
});

/** Without the backslash at its beginning, and with one. */
test.each(pieces.escapes)('%j and its backslash', (text, meaning) => {
  expect([withoutEscape(text), withEscape(text)]).toEqual(meaning);
  expect(withoutEscape(withEscape(text))).toBe(text);
});

describe.each([
  ['none', saysNone, pieces.nothing],
  ['not yet', saysLater, pieces.later],
] as const)('what says %s', (_, says, texts) => {
  test.each(texts.map((each) => [each.slice(2), each.startsWith('+')] as const))(
    '%j: %j',
    (text, meaning) => {
      expect(says(text)).toBe(meaning);
    },
  );
});
