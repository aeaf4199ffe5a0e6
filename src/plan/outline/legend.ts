import { OPEN_STATUS } from '../words/claim_words.ts';
import { statusOf } from '../words/done_marks.ts';

/**
 * A text in which the signs of its own legend are marks that are known: below "🟢 done, ⚪ to do", `- 🟢 Storage` is ticked and
 * `- ⚪ Export` is open. Without a legend, a coloured dot says nothing. Every character keeps its place.
 */
export function withLegend(source: string): string {
  const text = withoutBoxesOfLegend(withBoxesRead(source), source);
  if (!SIGN.test(text)) return text;
  const lines = text.split('\n');
  const legend = legendIn(lines);
  if (legend === undefined) return text;
  return lines
    .map((line, index) => {
      const { lead = '', sign = '' } = legend.lines.has(index) ? {} : (ITEM.exec(line)?.groups ?? {});
      const mark = legend.marks.get(sign);
      return mark === undefined
        ? line
        : lead + mark.padEnd(sign.length) + line.slice(lead.length + sign.length);
    })
    .join('\n');
}

/** A text in which boxes that its legend calls begun are open: below "`[~]` partial", `- [~] Storage` is work that is left. */
function withBoxesRead(text: string): string {
  if (!HALF_TICKED.test(text)) return text;
  const open = new Set<string>();
  for (const { groups } of text.matchAll(BOX_MEANS)) {
    const { sign = '', said = '' } = groups ?? {};
    if (statusOf(said) === 'open' && (OPEN_STATUS.test(said) || BEGUN.test(said))) open.add(sign);
  }
  if (open.size === 0) return text;
  return text.replace(HALF_TICKED, (box, lead: string, sign: string) =>
    open.has(sign) ? `${lead}[ ]` : box,
  );
}

/**
 * A text in which the boxes that a legend explains are no boxes: "- [ ] to do", "- [x] done", each with another sign and nothing
 * but a word for a state behind it. Every character keeps its place.
 */
function withoutBoxesOfLegend(text: string, source: string): string {
  let seen = text;
  for (const { 0: list, index } of source.matchAll(BOXES)) {
    const entries = list
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => BOX_ENTRY.exec(line)?.groups ?? {});
    const signs = new Set(entries.map(({ sign }) => sign?.toLowerCase()));
    const isLegend =
      signs.size === entries.length &&
      entries.some(({ sign, said = '' }) => sign?.toLowerCase() === 'x' && isOnlyDone(said));
    if (isLegend)
      seen =
        seen.slice(0, index) +
        list.replace(/\[([^\]\n])\](?=[`\s])/gu, '($1)') +
        seen.slice(index + list.length);
  }
  return seen;
}

/** Two to eight lines with boxes, and nothing else between them. */
const BOXES =
  /(?<=^|\n)(?:[ \t]{0,3}[-*+][ \t]+`?\[[^\]\n]\]`?[^\n]{2,60}(?:\n|$)){2,8}(?![ \t]*[-*+][ \t])/gu;
const BOX_ENTRY = /\[(?<sign>[^\]])\]`?\s*[:=–—-]?\s*(?<said>[^\n]*)$/u;

/** "done", "concluído (e testado)": a state, and no task. */
function isOnlyDone(said: string): boolean {
  const bare = said.replace(/[*_`]+|\s*[([（].*$/gu, '').trim();
  return bare.split(/\s+/u).length <= 2 && statusOf(bare) === 'done';
}

const HALF_TICKED = /^([ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+)\[([~/-])\](?=\s)/gmu;
/** "`[~]` partial", "[-] = in progress". */
const BOX_MEANS =
  /(?<=^|[\s|·,;(])`?\[(?<sign>[~/-])\]`?\s{0,3}[:=–—-]?\s{0,3}(?<said>\p{L}[\p{L} ]{2,30})(?=[·,;.|()`]|$)/gmu;
const BEGUN =
  /^(?:partial(?:ly)?|partly|in progress|ongoing|started|begun|wip|half|teilweise|in arbeit|begonnen|parcial|en progreso|en curso|em andamento|partiel|en cours|in corso|частично|в работе|в процессе|部分|进行中|進行中|一部|着手中|진행 ?중|일부)/iu;

const SIGNS = '[🟢🔵⚪🔴🟡🟠🟣⚫🟤🟩🟥🟨🟦🟪🟧⬛⬜]';
const SIGN = new RegExp(SIGNS, 'u');
const ITEM = new RegExp(`^(?<lead>\\s*[-*+]\\s+)(?<sign>${SIGNS})(?=\\uFE0F?\\s)`, 'u');
const ENTRY = new RegExp(
  `^\\s*(?:[-*+|]\\s*)?(?<sign>${SIGNS})\\uFE0F?\\s*[:=–—|-]?\\s*[*_]{0,2}(?<said>\\p{L}[^|]{0,40}?)\\s*[|]?\\s*$`,
  'u',
);

/** The signs that lines explain, where one of them means that something is done. */
function legendIn(
  lines: readonly string[],
): { readonly marks: ReadonlyMap<string, string>; readonly lines: ReadonlySet<number> } | undefined {
  const marks = new Map<string, string>();
  const own = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const { sign, said = '' } = ENTRY.exec(line)?.groups ?? {};
    if (sign === undefined) continue;
    const state = statusOf(said);
    const mark = state === 'done' ? '✅' : state === 'open' && OPEN_STATUS.test(said) ? '⬜' : undefined;
    // Lines of a legend are together.
    if (
      (mark === undefined && state === 'open') ||
      (own.size > 0 && !own.has(index - 1) && !own.has(index - 2))
    )
      continue;
    own.add(index);
    if (mark !== undefined && !marks.has(sign)) marks.set(sign, mark);
  }
  const isLegend = own.size > 1 && [...marks.values()].includes('✅');
  return isLegend ? { marks, lines: own } : undefined;
}
