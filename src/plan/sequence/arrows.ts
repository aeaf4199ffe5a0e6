import { type OrderStatement, pairsAmong, pairsBetween, UNREADABLE } from './order_statement.ts';
import type { PartNames } from './part_names.ts';

/**
 * Reads a line such as "Phase 1 → Phase 2 → Phase 3", or "1 → 2 / 3 → 4". Semicolons end a chain: "data model → Task 1; limits →
 * Task 4" says which part covers what.
 */
export function arrowsIn(text: string, names: PartNames): OrderStatement | typeof UNREADABLE | undefined {
  if (text.length > LONGEST || !ARROW.test(text)) return undefined;
  const said = text.split(CLAUSE_END).flatMap((clause) => chainIn(clause, names) ?? []);
  if (said.includes(UNREADABLE)) return UNREADABLE;
  const read = said.filter((each) => each !== UNREADABLE);
  return read.length === 0
    ? undefined
    : { after: read.flatMap((each) => each.after), beside: read.flatMap((each) => each.beside) };
}

function chainIn(text: string, names: PartNames): OrderStatement | typeof UNREADABLE | undefined {
  if (!ARROW.test(text)) return undefined;
  const line = text.replace(/^.*?[:：]\s+(?=\S)/u, (lead) => (names.mentionsIn(lead).length > 0 ? lead : ''));
  const isBackward = BACKWARD.test(line);
  if (isBackward && FORWARD.test(line)) return names.mentionsIn(line).length > 1 ? UNREADABLE : undefined;
  const segments = line.split(isBackward ? BACKWARDS : FORWARDS).map((each) => partsIn(each, names));
  // "Start → Phase 1 → Phase 2 → Done": the words at the ends name no part.
  const first = segments.findIndex((parts) => parts.length > 0);
  const last = segments.findLastIndex((parts) => parts.length > 0);
  if (first < 0 || first === last) return undefined;
  const own = segments.slice(first, last + 1);
  // "client → gateway → orders" is a flow of data, though two parts have these titles.
  if (own.length < segments.length && names.mentionsIn(line).length < 2) return undefined;
  if (own.some((parts) => parts.length === 0)) return UNREADABLE;
  const chain = isBackward ? own.toReversed() : own;
  return {
    after: chain.flatMap((parts, index) => (index === 0 ? [] : pairsBetween(parts, chain[index - 1] ?? []))),
    beside: chain.flatMap(pairsAmong),
  };
}

/** Whether a line has an arrow. */
export function hasArrow(line: string): boolean {
  return ARROW.test(line);
}

/** The parts that one end of an arrow names; a flow of data names none. */
function partsIn(segment: string, names: PartNames): number[] {
  const mentions = names.mentionsIn(segment);
  if (mentions.length > 0)
    return mentions.some(({ parts }) => parts.length === 0)
      ? []
      : [...new Set(mentions.flatMap(({ parts }) => parts))];
  const pieces = segment
    .split(/\s*(?:\/|\+|&|,|\|\||\|)\s*/u)
    .map(
      (piece) => names.called(piece) ?? names.beginning(piece.replace(/\s*[(（][^()（）]*[)）]\s*$/u, '')),
    );
  return pieces.some((piece) => piece === undefined) ? [] : pieces.flatMap((piece) => piece ?? []);
}

const LONGEST = 600;
const CLAUSE_END = /[;；]\s*/u;
const FORWARD = /(?:[-=─━]{1,6}[>▶►]|→|⟶|➜|➡|⇒|▶|►)/u;
const BACKWARD = /(?:[<◀◄][-=─━]{1,6}|←|⟵|⇐|◀|◄)/u;
const ARROW = new RegExp(`${FORWARD.source}|${BACKWARD.source}`, 'u');
const FORWARDS = new RegExp(String.raw`\s*${FORWARD.source}\uFE0F?\s*`, 'u');
const BACKWARDS = new RegExp(String.raw`\s*${BACKWARD.source}\s*`, 'u');
