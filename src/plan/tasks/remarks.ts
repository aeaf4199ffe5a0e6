import type { TextLine } from '../document/blocks.ts';
import { parseHours } from '../document/hours.ts';
import { codeSpansIn, cut, partsOf, saysNone } from '../document/inline.ts';
import type { Located } from '../plan.ts';
import type { Need, Pace } from './importer.ts';

/** The remarks in a task's text about its place beside the others. */
export type Remarks = {
  /** The text without the remarks. */
  readonly title: string;
  readonly needs: readonly Need[];
  readonly isFree: boolean;
  readonly pace: Located<Pace> | undefined;
  readonly hours: number | undefined;
  /** The text after remarks other than needs: "(parallel – only documents)". */
  readonly notes: readonly string[];
  /** Words in square brackets that are no remarks: `US1` of "[US1]". */
  readonly labels: readonly string[];
};

/**
 * Takes the remarks off a task's text: `(depends on 1)`, `(parallel ready)`, `(sequential – foundation)`, `(2h)`, `[P]`,
 * and the same after a dash or comma at the end.
 */
export function takeRemarks(line: TextLine): Remarks {
  const found = nothingFound();
  let masked = line.text;
  const isParallel = line.text.includes('[P]');
  const spans = codeSpansIn(line.text);
  for (const match of line.text.matchAll(BRACKETS)) {
    const { index } = match;
    if (spans.some(({ start, end }) => index >= start && index < end)) continue;
    const content = cut(line, index + 1, index + match[0].length - 1);
    // Beside [P], [Foundation] is in the place of [US1]: it gives the purpose of the task.
    if (isParallel && /^\[Foundation(?:al)?\]$/iu.test(match[0])) {
      found.labels.push(content.text);
      masked = `${masked.slice(0, index)}${' '.repeat(match[0].length)}${masked.slice(index + match[0].length)}`;
      continue;
    }
    // "Keep tokens (24h) in memory" says how long, and not how much work it is.
    const isWithin =
      index > 0 &&
      !ONLY_A_NAME.test(line.text.slice(0, index)) &&
      GOES_ON.test(line.text.slice(index + match[0].length));
    if (isWithin && parseHours(content.text, { needsUnit: true }) !== undefined) continue;
    if (!take(content, found) && !isLabel(match[0], line.text[index + match[0].length], found)) continue;
    masked = `${masked.slice(0, index)}${' '.repeat(match[0].length)}${masked.slice(index + match[0].length)}`;
  }
  const trailing = TRAILING.exec(masked);
  if (trailing?.groups !== undefined) {
    const { mark = '', said = '', note } = trailing.groups;
    const start = trailing.index + mark.length;
    if (take(cut({ ...line, text: masked }, start, start + said.length), found)) {
      if (note !== undefined) takeNote(note, found);
      masked = masked.slice(0, trailing.index);
    }
  }
  const estimate = ESTIMATE.exec(masked);
  if (estimate?.groups !== undefined && found.hours === undefined) {
    found.hours = parseHours(estimate.groups.said ?? '', { needsUnit: true });
    if (found.hours !== undefined) masked = masked.slice(0, estimate.index);
  }
  return { ...found, title: tidied(masked) };
}

/** "…, estimate: 4 h", "…，预计工时 4 小时", at the end. */
const ESTIMATE =
  /(?<!\s)(?:\s+[-–—|·]|\s*[,，、;；])\s*(?:(?:estimated?|est\.|effort|estimaci[oó]n|estimativa|estimation|aufwand|schätzung|stima|оценка|оцінка)(?:\s+(?:time|effort))?(?:\s*[:：])?\s|(?:(?:预计|预估|估计|预期)?(?:工时|用时|耗时|工作量)|(?:预计|预估|估计|预期)时间)(?:\s*[:：])?|(?:見積(?:もり)?|予想(?:工数|時間)?|工数)(?:\s*[:：])?|예상 ?(?:시간|소요|공수)?(?:\s*[:：])?)\s*(?<said>[\d.,~〜–-]{1,12}\s*\p{L}{1,12})\s*$/iu;

/** The remarks on a line, if it consists of them: `depends on 1, 2`. */
export function remarksOnly(line: TextLine): Omit<Remarks, 'title'> | undefined {
  const found = nothingFound();
  const isRemark = FIRM.test(line.text) || FREE.test(line.text);
  return isRemark && take(line, found) ? found : undefined;
}

/** Reads the dependencies in a field such as "Dependencies". */
export function needsIn(line: TextLine): Pick<Remarks, 'needs' | 'isFree'> {
  if (saysNone(line.text)) return { needs: [], isFree: true };
  // A title may have commas, but where there are brackets each part may have a reason of its own.
  const parts = line.text.includes('(') ? partsOf(line) : [line];
  return { needs: parts.map(withReason), isFree: false };
}

/** `1 (for the schema)`. */
function withReason(line: TextLine): Need {
  const { name = line.text, note } = /^(?<name>.*\S)\s+\((?<note>[^()]+)\)$/u.exec(line.text)?.groups ?? {};
  return needOf(cut(line, 0, name.length), true, note);
}

type Found = {
  needs: Need[];
  isFree: boolean;
  pace: Located<Pace> | undefined;
  hours: number | undefined;
  notes: string[];
  labels: string[];
  /** The need that a note after it explains. */
  latest: Need | undefined;
};

function nothingFound(): Found {
  return {
    needs: [],
    isFree: false,
    pace: undefined,
    hours: undefined,
    notes: [],
    labels: [],
    latest: undefined,
  };
}

/** Text that continues a sentence: no bracket, sign or picture, with which a remark or another text begins. */
const GOES_ON = /^\s*(?![\s([（【:：;；,，.。*_~|—–-]|\p{Extended_Pictographic})\S/u;

/** "**API**", "T3": a name or number alone, behind which an estimate is that of the task. */
const ONLY_A_NAME = /^\s*(?:\*\*[^*]{1,80}\*\*|[A-Z]{1,4}-?\d[\w.-]{0,10}|\d[\d.]{0,10}\)?)[:：]?\s*$/u;

const BRACKETS = /\([^()]{1,300}\)|（[^（）]{1,300}）|\[[^[\]]{1,300}\]/gu;
const TRAILING =
  /(?<mark>(?<!\s)\s*(?:\s[-–—→]|\s->|[,;.:])\s+)(?<said>(?:depends (?:up)?on|blocked by|parallel[- ](?:ready|safe|ok)|can (?:run|be done|go) in parallel|sequential\b)(?:[^()]{0,300}?))(?:\s+\((?<note>[^()]{1,300})\))?$/iu;

const FIRM =
  /^(?:depend(?:s|ent|ing)?\s+(?:up)?on\b:?|blocked by\b:?|(?:dependenc(?:y|ies)|deps?)(?::|(?=\s+#?\d)))\s*(?=[^\s:])/iu;
const SOFT =
  /^(?:(?:runs? |only |comes )?after|requires?|needs?|once|following|prerequisites?(?! for\b)|must follow)\b[:\s]+(?=[^\s:])/iu;
const PARALLEL =
  /^(?:p$|∥|(?:can (?:run|be (?:done|run)|go)|runs?|do|done)?\s*(?:in )?parallel(?:ly|i[sz]able)?\b|(?:concurrent|independent)(?:ly)?\b|can (?:run|be (?:done|run)) (?:concurrently|independently|anytime|any time))/iu;
/** `parallel: false` says no more than that it has its place in the order. */
const NOT_PARALLEL = /^parallel\s*[:=]\s*(?:false|no)\b/iu;
const SEQUENTIAL = /^(?:must be )?(?:sequential|serial|blocking|in sequence)\b/iu;
const FOUNDATION =
  /^(?:the )?(?:foundation(?:al)?|prerequisite for (?:all|everything)|blocks (?:all|everything)|must (?:be|come) first)\b/iu;
const FREE =
  /^(?:no (?:dependencies|deps|prerequisites)|(?:dependencies|depends(?: on)?|deps):?\s*(?:none|-|n\/a|nothing))$/iu;

/** Takes the text in one pair of brackets, if its first part is a remark. */
function take(content: TextLine, found: Found): boolean {
  const pieces = piecesOf(content);
  const [first] = pieces;
  if (first === undefined || !isRemark(first.text)) return false;
  for (const piece of pieces) {
    const { text, line, column } = piece;
    if (isNote(piece)) {
      takeNote(text, found);
      continue;
    }
    found.latest = undefined;
    const firm = FIRM.exec(text);
    const asked = firm ?? SOFT.exec(text);
    if (NOT_PARALLEL.test(text)) continue;
    if (FREE.test(text)) found.isFree = true;
    else if (asked !== null) {
      found.latest = needOf(cut(piece, asked[0].length, text.length), firm !== null, undefined);
      found.needs.push(found.latest);
    } else if (FOUNDATION.test(text)) found.pace = { value: 'foundation', line, column };
    else if (SEQUENTIAL.test(text)) found.pace ??= { value: 'sequential', line, column };
    else if (PARALLEL.test(text)) found.pace ??= { value: 'parallel', line, column };
    else found.hours ??= parseHours(text, { needsUnit: true });
  }
  return true;
}

/** A note explains the need before it; without one it is a remark of its own. */
function takeNote(text: string, found: Found): void {
  const { latest } = found;
  if (latest === undefined) found.notes.push(text);
  else {
    found.latest = { ...latest, note: latest.note === undefined ? text : `${latest.note}; ${text}` };
    found.needs[found.needs.length - 1] = found.latest;
  }
}

/** Whether a piece is a note: text after a dash explains the text before it, even where it says "needs". */
function isNote({ text, isBehindDash }: Piece): boolean {
  return !isRemark(text) || (isBehindDash && !FIRM.test(text) && SOFT.test(text));
}

function isRemark(text: string): boolean {
  return (
    [FREE, FIRM, SOFT, FOUNDATION, SEQUENTIAL, PARALLEL].some((pattern) => pattern.test(text)) ||
    (!/^[23]D$/u.test(text) && parseHours(text, { needsUnit: true }) !== undefined)
  );
}

type Piece = TextLine & { readonly isBehindDash: boolean };

/** Parts between semicolons and dashes; a comma parts only where a remark follows, since dependencies have commas too. */
function piecesOf(content: TextLine): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let isBehindDash = false;
  for (const match of content.text.matchAll(/\s*;\s*|\s+[-–—|]\s+|\s*,\s*/gu)) {
    const end = match.index + match[0].length;
    if (match[0].trim() === ',' && !isRemark(content.text.slice(end).split(/[,;]/u)[0]?.trim() ?? ''))
      continue;
    pieces.push({ ...cut(content, from, match.index), isBehindDash });
    from = end;
    isBehindDash = /[-–—]/u.test(match[0]);
  }
  pieces.push({ ...cut(content, from, content.text.length), isBehindDash });
  return pieces.filter(({ text }) => text !== '');
}

function needOf({ text, line, column }: TextLine, isFirm: boolean, note: string | undefined): Need {
  return { text, line, column, isFirm, note };
}

/** `[US1]`: a short word in square brackets that is no link. */
function isLabel(bracket: string, next: string | undefined, found: Found): boolean {
  const label = /\[([A-Z]{1,6}-?\d{1,5})\]/u.exec(bracket)?.[1];
  if (label === undefined || next === '(') return false;
  found.labels.push(label);
  return true;
}

function tidied(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[,.;:](?: |$))/gu, '')
    .replace(/(?<![\s\-–—:;,])[\s\-–—:;,]+$/u, '')
    .trim();
}
