import type { TextBlock } from '../document/blocks.ts';
import type { OutlineBlock, Section } from '../outline/outline.ts';
import { cellsOf } from '../outline/overview.ts';
import { FIRST_WORDS, ORDER_HEADING, ORDER_LABEL } from '../words/order_words.ts';
import { arrowsIn, hasArrow } from './arrows.ts';
import { drawingIn } from './drawings.ts';
import { type OrderStatement, pairsBetween, readOrderStatement, UNREADABLE } from './order_statement.ts';
import { ownOrder } from './own_order.ts';
import { type NamedPart, PartNames } from './part_names.ts';

/** The order of the parts that a document states outside of them. Parts are named by index. */
export type StatedOrder = {
  /** A part comes after another one, and the line that says so. */
  readonly after: readonly { readonly part: number; readonly on: number; readonly line: number }[];
  /** Two parts can go side by side. */
  readonly beside: readonly (readonly [part: number, other: number])[];
  /** Parts that a drawing of the whole order contains, and no arrow leads to. */
  readonly first: ReadonlySet<number>;
  /** Lines about the order that cannot be read. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
};

/**
 * Reads statements on the order of the parts: in sentences, with arrows, in graphs of Mermaid, and in tables with a column for
 * it. A statement that contradicts the rest is not read.
 *
 * @param sections - those that belong to no part
 * @param lines - the lines of the document
 * @param parts - with the sections that they are
 */
export function statedOrder(
  sections: readonly Section[],
  lines: readonly string[],
  parts: readonly (NamedPart & { readonly section?: Section })[],
): StatedOrder {
  const names = new PartNames(parts);
  const found: { saying: OrderStatement; line: number; isDrawing: boolean }[] = [];
  const unread: { line: number; text: string }[] = [];
  for (const [part, { section }] of parts.entries()) {
    const own = section === undefined ? undefined : ownOrder(section, part, names);
    if (own === undefined) continue;
    found.push({ saying: own, line: own.line, isDrawing: false });
    for (const each of own.unread) unread.push(each);
  }
  for (const section of sections) {
    const listed = ORDER_HEADING.test(section.heading.text) ? listIn(section.blocks, names) : undefined;
    if (listed !== undefined) {
      found.push({ saying: listed.saying, line: section.line, isDrawing: false });
      for (const each of listed.unread) unread.push(each);
      continue;
    }
    for (const each of labelledLists(section.blocks, lines)) {
      const inOrder = listIn(each, names);
      if (inOrder === undefined || inOrder.unread.length > 0) continue;
      found.push({ saying: inOrder.saying, line: each[0]?.lines[0]?.line ?? section.line, isDrawing: false });
    }
    const isOrder = ORDER_HEADING.test(section.heading.text);
    for (const block of section.blocks) {
      const first = isOrder ? firstIn(block, names, parts.length) : undefined;
      if (first !== undefined) {
        const line = block.kind === 'text' ? (block.lines[0]?.line ?? section.line) : block.line;
        if (first === UNREADABLE) unread.push({ line, text: lines[line - 1] ?? '' });
        else found.push({ saying: first, line, isDrawing: false });
        continue;
      }
      const isArrow = block.kind === 'text' && block.lines.some(({ text }) => hasArrow(text));
      const said =
        saidIn(block, lines, names) ??
        (isArrow && ORDER_HEADING.test(section.heading.text) ? UNREADABLE : undefined);
      const { line } = block.kind === 'text' ? (block.lines[0] ?? section) : block;
      if (said === UNREADABLE)
        unread.push({ line, text: lines[block.kind === 'text' ? line - 1 : line] ?? '' });
      else if (said !== undefined) found.push({ saying: said, line, isDrawing: block.kind === 'opaque' });
    }
  }
  const after = found.flatMap(({ saying, line }) => saying.after.map(([part, on]) => ({ part, on, line })));
  const drawn = found.filter(({ isDrawing, saying }) => isDrawing && saying.after.length > 1);
  const later = new Set(after.map(({ part }) => part));
  if (hasCycle(after)) {
    const unplaced = found.filter(({ saying }) => saying.after.length > 0);
    return {
      ...NOTHING,
      unread: [...unread, ...unplaced.map(({ line }) => ({ line, text: lines[line - 1] ?? '' }))],
    };
  }
  return {
    after,
    beside: found.flatMap(({ saying }) => saying.beside),
    first: new Set(
      drawn.flatMap(({ saying }) => saying.after.map(([, on]) => on)).filter((on) => !later.has(on)),
    ),
    unread,
  };
}

/**
 * A numbered list of parts, or of groups of them, below a heading such as "Implementation order": one after the other. `undefined`
 * where it names too few of them to be one.
 */
function listIn(
  blocks: readonly OutlineBlock[],
  names: PartNames,
):
  | { readonly saying: OrderStatement; readonly unread: readonly { line: number; text: string }[] }
  | undefined {
  const order: number[] = [];
  const unread: { line: number; text: string }[] = [];
  let [items, named] = [0, 0];
  for (const block of blocks) {
    const line = block.kind === 'text' && block.isItem ? block.lines[0] : undefined;
    if (line === undefined) continue;
    // "**Phase 2** (debug mode) — useful for phases 3-4" is about phase 2.
    const part = names.partOf(line.text) ?? names.partOf(line.text.replace(/(?:\s[—–-]\s|[(（:：]).*$/u, ''));
    // A line over others names their group.
    const isOver =
      block.depth <= 1 && part === undefined && blocks.some((each) => each.kind === 'text' && each.depth > 1);
    if (isOver) continue;
    items += 1;
    if (part === undefined) unread.push({ line: line.line, text: line.text });
    else if (!order.includes(part)) order.push(part);
    if (part !== undefined) named += 1;
  }
  if (order.length < 2 || named * 2 < items) return undefined;
  const after = order.flatMap((part, index) =>
    index === 0 ? [] : pairsBetween([part], [order[index - 1] ?? part]),
  );
  return { saying: { after, beside: [] }, unread };
}

/** The numbered lists right below a line such as "**Priorities** (do first):". */
function labelledLists(blocks: readonly OutlineBlock[], lines: readonly string[]): TextBlock[][] {
  const found: TextBlock[][] = [];
  let open: TextBlock[] | undefined;
  for (const block of blocks) {
    const [line] = block.kind === 'text' ? block.lines : [];
    if (block.kind !== 'text' || line === undefined) open = undefined;
    else if (!block.isItem) {
      open = block.lines.length === 1 && ORDER_LABEL.test(line.text) ? [] : undefined;
      if (open !== undefined) found.push(open);
    } else if (open !== undefined && block.depth <= 1) {
      if (/^\s*\d{1,3}[.)]\s/u.test(lines[line.line - 1] ?? '')) open.push(block);
      else open = undefined;
    }
  }
  return found;
}

/** "Phase 3 first", "Start with Phase 3", as the only thing that is said: all other parts come after it. */
function firstIn(
  block: OutlineBlock,
  names: PartNames,
  count: number,
): OrderStatement | typeof UNREADABLE | undefined {
  if (block.kind !== 'text') return undefined;
  const text = block.lines
    .map((line) => line.text)
    .join(' ')
    .replace(/[*_`]/gu, '');
  const sentence = text.split(/(?<=[.;!?])\s+|(?<=[。；！？])/u).find((each) => FIRST_WORDS.test(each));
  if (sentence === undefined) return undefined;
  const [first, ...others] = names.mentionsIn(sentence);
  if (first === undefined) return undefined;
  if (first.parts.length === 0) return UNREADABLE;
  const rest = readOrderStatement(text, names);
  if (rest === UNREADABLE || (rest === undefined && others.length > 0)) return UNREADABLE;
  const later = Array.from({ length: count }, (_, part) => part).filter(
    (part) => !first.parts.includes(part),
  );
  return {
    after: [...pairsBetween(later, first.parts), ...(rest?.after ?? [])],
    beside: rest?.beside ?? [],
  };
}

const NOTHING: StatedOrder = { after: [], beside: [], first: new Set(), unread: [] };

function saidIn(
  block: OutlineBlock,
  lines: readonly string[],
  names: PartNames,
): OrderStatement | typeof UNREADABLE | undefined {
  if (block.kind === 'text') {
    const text = block.lines
      .map((line) => line.text)
      .join(' ')
      .replace(/[*_`]/gu, '');
    return arrowsIn(text, names) ?? readOrderStatement(text, names);
  }
  const own = lines.slice(block.line - 1, block.end - 1);
  if (block.form === 'table') return tableIn(own, names);
  if (block.form === 'quote')
    return readOrderStatement(own.map((line) => line.replace(/^[\s>]+/u, '')).join(' '), names);
  return block.form === 'html' ? undefined : drawingIn(own, names);
}

/** A table with a column for the dependencies of its rows. */
function tableIn(rows: readonly string[], names: PartNames): OrderStatement | typeof UNREADABLE | undefined {
  const [head = [], , ...body] = rows.map(cellsOf);
  const column = head.findIndex((name) => NEEDS.test(name));
  if (column < 1) return undefined;
  const after: [number, number][] = [];
  let isUnread = false;
  for (const cells of body) {
    const needs = cells[column] ?? '';
    const own = [0, 1].filter((place) => place !== column).map((place) => partIn(cells[place] ?? '', names));
    const part = own.find((each) => each !== undefined);
    const mentions = names.mentionsIn(needs);
    const pieces = mentions.length === 0 ? needs.split(/\s*(?:[,、&+/]|\band\b)\s*/u) : [];
    const on = [
      ...mentions.flatMap((mention) => mention.parts),
      ...pieces.flatMap((piece) => names.called(piece) ?? []),
    ];
    if (part === undefined) continue;
    if (mentions.some((mention) => mention.parts.length === 0)) isUnread = true;
    else for (const each of pairsBetween([part], on)) after.push(each);
  }
  if (isUnread) return UNREADABLE;
  return after.length === 0 ? undefined : { after, beside: [] };
}

const NEEDS =
  /^(?:depend(?:s on|encies|ency)?|prerequisites?|blocked by|after|needs|requires|depende de|dependencias|dependências|dépendances|dépend de|abhängig(?:keiten)?(?: von)?|зависит от|зависимости|依赖|前置|依存|의존성?|선행)\b/iu;

function partIn(cell: string, names: PartNames): number | undefined {
  const [mention] = names.mentionsIn(cell);
  return (mention?.start === 0 ? mention.parts[0] : undefined) ?? names.called(cell);
}

/** Whether parts would come after themselves. */
export function hasCycle(after: StatedOrder['after']): boolean {
  const on = new Map<number, number[]>();
  for (const { part, on: other } of after) on.set(part, [...(on.get(part) ?? []), other]);
  const state = new Map<number, 'open' | 'closed'>();
  for (const start of on.keys()) {
    const stack: { readonly part: number; next: number }[] = [{ part: start, next: 0 }];
    if (state.get(start) !== undefined) continue;
    state.set(start, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = (on.get(top.part) ?? [])[top.next++];
      if (next === undefined) {
        state.set(top.part, 'closed');
        stack.pop();
      } else if (state.get(next) === 'open') return true;
      else if (state.get(next) === undefined) {
        state.set(next, 'open');
        stack.push({ part: next, next: 0 });
      }
    }
  }
  return false;
}
