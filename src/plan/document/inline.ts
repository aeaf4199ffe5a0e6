import type { TextLine } from './markdown_block.ts';

/** A code span: its beginning and end in the text, back ticks included, and its contents. */
export type CodeSpan = { readonly start: number; readonly end: number; readonly content: string };

/** The code spans of one line, by the rules of CommonMark: closed by as many back ticks as opened them. */
export function codeSpansIn(text: string): readonly CodeSpan[] {
  let start = text.indexOf('`');
  if (start < 0) return NO_SPANS;
  const spans: CodeSpan[] = [];
  /** Runs of this many back ticks are known not to follow, so that they are not looked for again and again. */
  const missing = new Set<number>();
  while (start >= 0) {
    let inside = start;
    while (text.charCodeAt(inside) === BACK_TICK) inside++;
    const length = inside - start;
    const close = missing.has(length) ? -1 : closingRun(text, inside, length);
    if (close < 0) {
      missing.add(length);
      start = text.indexOf('`', inside);
      continue;
    }
    const end = close + length;
    spans.push({ start, end, content: contentOf(text.slice(inside, close)) });
    start = text.indexOf('`', end);
  }
  return spans;
}

/** A line without its code spans. */
export function withoutCode(text: string): string {
  let [rest, at] = ['', 0];
  for (const { start, end } of codeSpansIn(text)) {
    rest += text.slice(at, start);
    at = end;
  }
  return rest + text.slice(at);
}

const NO_SPANS: readonly CodeSpan[] = [];
const BACK_TICK = 96;

function closingRun(text: string, from: number, length: number): number {
  let at = text.indexOf('`', from);
  while (at >= 0) {
    let end = at;
    while (text.charCodeAt(end) === BACK_TICK) end++;
    if (end - at === length) return at;
    at = text.indexOf('`', end);
  }
  return -1;
}

/** One space at both ends belongs to the span's marks, unless there is nothing else. */
function contentOf(text: string): string {
  return text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? text.slice(1, -1) : text;
}

/** Cuts a part out of a line, without the white space around it. */
export function cut(line: TextLine, start: number, end: number): TextLine {
  const { text } = line;
  let from = start;
  let to = Math.min(end, text.length);
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  if (to - from === text.length) return line;
  return { text: text.slice(from, to), line: line.line, column: line.column + from };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0;
}

/**
 * The parts of a list on one line: between commas and semicolons outside of code spans and brackets.
 *
 * @param held - other places that are not split, with the code spans
 */
export function partsOf(line: TextLine, held?: readonly CodeSpan[]): TextLine[] {
  const { text } = line;
  if (!text.includes(',') && !text.includes(';')) return text === '' ? [] : [line];
  const spans = held ?? codeSpansIn(text);
  const parts: TextLine[] = [];
  let span = 0;
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const open = spans[span];
    if (open?.start === at) {
      at = open.end - 1;
      span++;
      continue;
    }
    const mark = text.charCodeAt(at);
    // Brackets of all three kinds, and the signs that split a list.
    if (mark === 40 || mark === 91 || mark === 123) depth++;
    else if (mark === 41 || mark === 93 || mark === 125) depth = Math.max(0, depth - 1);
    else if (depth === 0 && (mark === 44 || mark === 59)) {
      parts.push(cut(line, start, at));
      start = at + 1;
    }
  }
  parts.push(cut(line, start, text.length));
  return parts.filter((part) => part.text !== '');
}

/** A text and its notes: the text in round brackets after white space, or after a dash. */
export type Noted = { readonly body: TextLine; readonly note: string | undefined };

/**
 * Takes the notes off a text. `app/(shop)/page.tsx` has none: the bracket of a note follows white space.
 *
 * @param held - places that hold no note, with the code spans
 */
export function withoutNote(line: TextLine, held?: readonly CodeSpan[]): Noted {
  const { text } = line;
  if (!/[(:]|[-–—]\s/u.test(text)) return { body: line, note: undefined };
  const spans = held ?? codeSpansIn(text);
  // `matchAll` would make a pattern of its own for every text.
  const pattern = /(?:^|\s)\(|\s(?:[-–—]|--)\s|:\s/gu;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const at = match.index;
    // The white space before a bracket that is held belongs to it.
    if (
      spans.some(({ start, end }) => (at >= start && at < end) || (at + 1 === start && text[start] === '('))
    )
      continue;
    const note = text
      .slice(at)
      .trim()
      .replace(/^(?:[-–—:]+\s)/u, '');
    return { body: cut(line, 0, at), note: unbracketed(note) || undefined };
  }
  return { body: line, note: undefined };
}

function unbracketed(note: string): string {
  const inner = /^\(([^()]*)\)\.?$/u.exec(note);
  return (inner?.[1] ?? note).trim();
}

/**
 * Whether a value says that there is nothing: "None", "n/a", "-", "No dependencies", with or without a reason. The file
 * `null.ts` is something.
 */
export function saysNone(text: string): boolean {
  if (beginsOrdinarily(text, 'ankcesb') || BEGINS_PATH.test(text)) return false;
  // The most frequent form, without the patterns below, which are slow to build.
  if (text === 'None') return true;
  if (NONE_ELSEWHERE.test(text)) return true;
  return /^\(?[*_`]{0,3}(?:none|nothing|nil|null|n\/?a|no(?: (?:\w+ ){0,2}(?:dependencies|dependency|files?|changes?))?|[-–—]+|\[\s*\])[*_`]{0,3}[)）]?\s*(?:$|[.,;:-](?:\s|$)|[(–—])/iu.test(
    text,
  );
}

/** Words that a slash or a low line follows: `src/`, but not `n/a`. */
const BEGINS_PATH = /^[A-Za-z]{2,}[/_]/u;

/** "Nothing" in other languages, and in other words. */
const NONE_ELSEWHERE =
  /^[*_`(（]{0,4}(?:ningun[oa]?s?|nada|nenhum[oa]?|aucune?s?|rien|kein[ea]?[rsn]?|nichts|нет|отсутству\p{L}+|не требуется|ничего|без зависимостей|无|無|没有|なし|無し|없음|없다|không(?: có)?|brak|yok|ไม่มี|can start (?:immediately|at once|any ?time|now)|(?:standalone|independent)(?![\p{L}]))(?:\s+(?:dependenc\p{L}+|dépendances?|abhängigkeit\p{L}*|зависимост\p{L}+))?[*_`)）]{0,4}\s*(?:$|[.,;:、。-]|[(（–—])/iu;

/** Whether a text begins with an ASCII digit, or an ASCII letter other than these: most do, and need no pattern. */
function beginsOrdinarily(text: string, others: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) return true;
  const lower = first | 0x20;
  return lower >= 97 && lower <= 122 && first < 128 && !others.includes(String.fromCharCode(lower));
}

/** Whether a value says that it is not known yet. */
export function saysLater(text: string): boolean {
  if (beginsOrdinarily(text, 'tun')) return false;
  return /^$|^[*_`]{0,3}(?:tbd|tba|tbc|todo|unknown|\?+|n\/a|none|[-–—]+|…|\.{3})[*_`]{0,3}$/iu.test(
    text.trim(),
  );
}

const STAR = 42;
const LOW_LINE = 95;

/** Text without the emphasis around the whole of it. */
export function plain(text: string): string {
  const first = text.charCodeAt(0);
  if (first !== STAR && first !== LOW_LINE) return text;
  const inner = /^(\*{1,3}|_{1,3})(?=[^\s*_])(.*[^\s*_])\1$/u.exec(text);
  const [, marks = '', within = ''] = inner ?? [];
  // `**a** and **b**` is two.
  return inner === null || within.match(/\*+|_+/gu)?.includes(marks) ? text : within;
}

/**
 * Takes away the backslash that keeps the beginning of a text from being read as a mark of Markdown: `\# x`, `1\. x`.
 * Elsewhere a backslash is the writer's own.
 */
export function withoutEscape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/^\\(?=[!-/:-@[-`{-~]|\d{1,9}\\)|(?<=^\d{1,9})\\(?=[.)])/u, '');
}

/** The opposite of {@link withoutEscape}. */
export function withEscape(text: string): string {
  return /^(?:[#>*+_~|<[\\=-]|```|\d{1,9}\\)/u.test(text)
    ? `\\${text}`
    : text.replace(/^(\d{1,9})(?=[.)])/u, '$1\\');
}

/** Whether a text begins with the first word of a criterion in the form of Gherkin: "**Given** a guest …". */
export function beginsScenario(text: string): boolean {
  return /^[*_]{0,2}(?:Scenario|Given|When|Then|And)(?![\p{L}])/u.test(text);
}
