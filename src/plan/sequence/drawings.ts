import { arrowsIn, hasArrow } from './arrows.ts';
import { type OrderStatement, pairsBetween, UNREADABLE } from './order_statement.ts';
import type { PartNames } from './part_names.ts';

/** Reads a block of code that draws the order of parts: a Mermaid graph, or lines with arrows. */
export function drawingIn(
  fence: readonly string[],
  names: PartNames,
): OrderStatement | typeof UNREADABLE | undefined {
  const [open = '', ...body] = fence;
  const language = /^\s*(?:`{3,}|~{3,})\s*(?<language>[\w-]*)/u.exec(open)?.groups?.language ?? '';
  const lines = language === '' && !/^\s*(?:`{3,}|~{3,})/u.test(open) ? fence : body;
  if (/^mermaid$/iu.test(language)) return graphIn(lines, names);
  return /^(?:text|txt|plain|ascii|console|markdown|md)?$/iu.test(language)
    ? linesIn(lines, names)
    : undefined;
}

/** Lines with arrows from left to right, or one part below the other with arrows between them. */
function linesIn(lines: readonly string[], names: PartNames): OrderStatement | typeof UNREADABLE | undefined {
  const after: [number, number][] = [];
  const beside: [number, number][] = [];
  let mentioned = 0;
  let isUnread = false;
  /** The part of the line before, and whether an arrow led down from it. */
  let above: { readonly part: number; isArrow: boolean; column?: number } | undefined;
  /** The line of arrows before, from one of whose parts an arrow may lead down. */
  let chain: string | undefined;
  let hasDown = false;
  for (const line of lines.slice(0, MAX_LINES)) {
    const said = arrowsIn(line, names);
    if (said === UNREADABLE) isUnread = true;
    else if (said !== undefined) {
      for (const each of said.after) after.push([...each]);
      for (const each of said.beside) beside.push([...each]);
      // An arrow from above leads to the part of this line that it points at.
      const to = above?.isArrow ? partUnder(line, above.column, names) : undefined;
      if (to !== undefined && above !== undefined) after.push([to, above.part]);
      else if (above?.isArrow) isUnread = true;
      above = undefined;
      chain = line;
      continue;
    }
    if (DOWN.test(line)) {
      hasDown = true;
      const column = widthOf(line.slice(0, line.search(/[↓▼⬇vV⇓]/u)));
      const from = chain === undefined ? undefined : partOver(chain, column, names);
      if (from !== undefined) above = { part: from, isArrow: true, column };
      else if (above !== undefined) {
        above.isArrow = true;
        above.column = column;
      } else if (chain !== undefined) isUnread = true;
      chain = undefined;
      continue;
    }
    // "│": the line from above continues to an arrow further down.
    if (line.trim() !== '' && !STEM.test(line)) chain = undefined;
    const parts = [...new Set(names.mentionsIn(line).flatMap((mention) => mention.parts))];
    // "↘ worker": a branch of the line above.
    if (/[↘↗↙↖]/u.test(line)) isUnread = true;
    // "└──► Phase 3": the part that it comes from is on another line.
    if (parts.length === 1 && hasArrow(line)) isUnread = true;
    mentioned += parts.length;
    const [part] = parts;
    if (part === undefined) continue;
    if (parts.length > 1) isUnread = true;
    else if (above?.isArrow) after.push([part, above.part]);
    above = parts.length > 1 ? undefined : { part, isArrow: false };
  }
  // Lines that join and split give more than a sequence.
  if (
    hasDown &&
    mentioned > 1 &&
    lines.some((line) => /[┬┴┼├┤╭╮╰╯\\]/u.test(line) || /[└┌].*[┐┘]/u.test(line))
  )
    return UNREADABLE;
  if (after.length + beside.length > 0 && !isUnread) return { after, beside };
  return isUnread || (hasDown && mentioned > 1) ? UNREADABLE : undefined;
}

/** The part above a column in a line of arrows. */
function partOver(line: string, column: number, names: PartNames): number | undefined {
  return placesIn(line, names).findLast(({ start }) => start <= column + 1)?.part;
}

/** The part of a line of arrows that an arrow from above points at. */
function partUnder(line: string, column: number | undefined, names: PartNames): number | undefined {
  const places = placesIn(line, names);
  const [first] = places;
  if (column === undefined) return first?.part;
  return (places.findLast(({ start }) => start <= column + 1) ?? first)?.part;
}

function placesIn(line: string, names: PartNames): { readonly part: number; readonly start: number }[] {
  return names.mentionsIn(line).flatMap(({ parts: [part], start }) => {
    return part === undefined ? [] : [{ part, start: widthOf(line.slice(0, start)) }];
  });
}

/** The width of a text in columns: Chinese, Japanese and Korean letters take two. */
function widthOf(text: string): number {
  const wide = text.match(
    /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303F\uFF01-\uFF60]/gu,
  );
  return text.length + (wide?.length ?? 0);
}

/** A line that only has signs that lead down. */
const STEM = /^[\s│|┃]+$/u;

const MAX_LINES = 400;
/** A line of nothing but an arrow that leads down. */
const DOWN = /^[\s│|┃]*(?:[↓▼⬇vV⇓]\uFE0F?[\s│|┃]*)+$/u;

/** The edges of a Mermaid graph between the parts that its nodes name; nodes without a part lead on to others. */
function graphIn(lines: readonly string[], names: PartNames): OrderStatement | typeof UNREADABLE | undefined {
  const labels = new Map<string, string>();
  const edges: (readonly [from: string, to: string])[] = [];
  let isGraph = false;
  for (const line of lines.slice(0, MAX_LINES)) {
    if (/^\s*(?:graph|flowchart)\b/iu.test(line)) isGraph = true;
    else if (
      isGraph &&
      !/^\s*(?:%%|style\b|classDef\b|class\b|click\b|subgraph\b|end\b|linkStyle\b|direction\b)/u.test(line)
    )
      for (const edge of edgesIn(line.slice(0, LONGEST_LINE), labels)) edges.push(edge);
  }
  if (!isGraph) return lines.some((line) => names.mentionsIn(line).length > 0) ? UNREADABLE : undefined;
  const nodes = new Set(edges.flat());
  const partOf = new Map<string, number>();
  for (const node of nodes) {
    const label = labels.get(node) ?? node;
    const [mention] = names.mentionsIn(label);
    const part =
      (mention?.parts.length === 1 ? mention.parts[0] : undefined) ??
      names.called(label) ??
      names.mentionsIn(node)[0]?.parts[0];
    if (part !== undefined) partOf.set(node, part);
  }
  if (partOf.size < 2)
    return names.mentionsIn([...labels.values()].join(' ')).length > 1 ? UNREADABLE : undefined;
  return { after: [...nodes].flatMap((node) => afterNode(node, edges, partOf)), beside: [] };
}

const LONGEST_LINE = 1_000;

/** The parts that come before a node's part, looking past nodes that are no parts. */
function afterNode(
  node: string,
  edges: readonly (readonly [from: string, to: string])[],
  partOf: ReadonlyMap<string, number>,
): [number, number][] {
  const part = partOf.get(node);
  if (part === undefined) return [];
  const found = new Set<number>();
  const seen = new Set<string>();
  const open = [node];
  for (let to = open.pop(); to !== undefined; to = open.pop())
    for (const [from, target] of edges) {
      if (target !== to || seen.has(from)) continue;
      seen.add(from);
      const on = partOf.get(from);
      if (on === undefined) open.push(from);
      else found.add(on);
    }
  return pairsBetween([part], [...found]);
}

/** `A[Setup] --> B & C -->|then| D`. */
function edgesIn(line: string, labels: Map<string, string>): (readonly [from: string, to: string])[] {
  const groups = line
    .trim()
    .replace(/;$/u, '')
    .split(EDGE)
    .map((side) => side.split(/\s+&\s+/u).flatMap((node) => nodeIn(node, labels) ?? []));
  return groups.flatMap((to, index) =>
    index === 0 ? [] : (groups[index - 1] ?? []).flatMap((from) => to.map((each) => [from, each] as const)),
  );
}

const EDGE =
  /\s*(?:-{2,}>|={2,}>|-\.+->|--[^->]{1,60}-{2,}>|==[^=>]{1,60}={2,}>|-\.[^.>]{1,60}\.-+>)\s*(?:\|[^|]{0,80}\|)?\s*/u;

function nodeIn(text: string, labels: Map<string, string>): string | undefined {
  const match =
    /^(?<id>[\p{L}\p{N}_.-]+)\s*(?:[[({>]+"?(?<label>[^\])}"]{1,200})"?[\])}]+)?(?::::[\w-]+|:::[\w-]+)?$/u.exec(
      text.trim(),
    );
  const { id, label } = match?.groups ?? {};
  if (id === undefined) return undefined;
  if (label !== undefined) labels.set(id, label.replace(/<br\s*\/?>/giu, ' '));
  return id;
}
