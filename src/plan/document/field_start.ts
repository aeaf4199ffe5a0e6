import { LatePattern } from '../../lib/index.ts';
import { type FieldKey, fieldKey } from './field_names.ts';
import { cut } from './inline.ts';
import type { TextLine } from './markdown_block.ts';

/** The name of a field at the beginning of a line, and the text after it. */
export type FieldStart = {
  readonly name: string;
  /** Where the name begins, its marks included. */
  readonly line: number;
  readonly column: number;
  readonly key: FieldKey | undefined;
  readonly isBold: boolean;
  readonly rest: TextLine | undefined;
};

/**
 * The fields that begin on a line. There is more than one where a line has several known ones with bars between:
 * `**Estimated Hours**: 2 | **Complexity**: low`.
 */
export function fieldStarts(line: TextLine): readonly FieldStart[] {
  const first = fieldStart(line);
  if (first === undefined) return NONE;
  const { rest } = first;
  if (rest === undefined || !rest.text.includes('**')) return [first];
  // `matchAll` would make a pattern of its own for every text.
  const pattern = /\s*[|·•;]\s*(?=\*\*[^*]{1,60}\*\*)/gu;
  for (let match = pattern.exec(rest.text); match !== null; match = pattern.exec(rest.text)) {
    const next = fieldStarts(cut(rest, match.index + match[0].length, rest.text.length));
    if (next[0]?.key === undefined) continue;
    const own = cut(rest, 0, match.index);
    return [{ ...first, rest: own.text === '' ? undefined : own }, ...next];
  }
  return [first];
}

const NONE: readonly FieldStart[] = [];

function fieldStart(line: TextLine): FieldStart | undefined {
  const { text } = line;
  const first = text.charCodeAt(0);
  if (first === STAR || first === LOW_LINE) return emphasised(line, 0);
  if (first < 128) return bare(line);
  const picture = /^\p{Extended_Pictographic}\uFE0F?\s*(?=\*\*)/u.exec(text);
  return picture === null ? bare(line) : emphasised(line, picture[0].length);
}

const STAR = 42;
const LOW_LINE = 95;
const COLON = 58;
const WIDE_COLON = 0xff1a;

/** `**Name**: …`, `**Name:** …`, `**Name: …**`, `**Name** – …`, `**Name** …`; the last three, and a name alone, if it is known. */
function emphasised(line: TextLine, from: number): FieldStart | undefined {
  const { text } = line;
  const mark = text.charCodeAt(from);
  let open = from;
  while (text.charCodeAt(open) === mark) open++;
  const marks = open - from;
  if (marks > 3) return undefined;
  const furthest = Math.min(text.length, open + LONGEST_BOLD + 1);
  let close = open;
  let colon = -1;
  for (; close < furthest && text.charCodeAt(close) !== mark; close++)
    if (colon < 0 && isColonAt(text, close)) colon = close;
  if (close === furthest) return undefined;
  let after = close;
  while (text.charCodeAt(after) === mark) after++;
  if (after - close !== marks || isSpaceAt(text, open) || isSpaceAt(text, close - 1)) return undefined;
  const isInside = colon > open;
  const name = text.slice(open, isInside ? colon : close).trim();
  const key = fieldKey(name, { isMarked: true });
  if (isInside && colon < close - 1) {
    if (key === undefined || after < text.length) return undefined;
    return startAt(line, { name, key, rest: restFrom(line, colon + 1, close) });
  }
  const separator = separatorAt(text, key === undefined ? after : behindRemark(text, after));
  const hasColon = isInside || isColonAt(text, separator - 1);
  const isUnmarked = !hasColon && separator === after && after < text.length;
  if (key === undefined ? !hasColon || marks === 1 : isUnmarked && !isValueOf(key, text.slice(after)))
    return undefined;
  return startAt(line, { name, key, rest: restFrom(line, separator) });
}

/** Written out: spreading one object into another is many times slower, and every line of a plan comes by here. */
function startAt(
  { line, column }: TextLine,
  { name, key, rest }: Pick<FieldStart, 'name' | 'key' | 'rest'>,
): FieldStart {
  return { name, line, column, key, isBold: true, rest };
}

const LONGEST_BOLD = 80;

/**
 * Whether the text right after a bold name, with neither colon nor dash, is a value of that field: `**Dependencies** Phase 1`.
 * It has to look like one, since sentences begin with such words too: "**Dependencies** are installed first".
 */
function isValueOf(key: FieldKey, text: string): boolean {
  return isSpaceAt(text, 0) && (VALUES[key]?.(text.trimStart()) ?? false);
}

const VALUES: Partial<Readonly<Record<FieldKey, (text: string) => boolean>>> = {
  goal: (text) => /^\p{Lu}/u.test(text),
  hours: (text) => /^[~≈<]?\s?\d/u.test(text),
  complexity: (text) => /^(?:low|medium|high)\b/iu.test(text),
  files: (text) => /^(?:none\b|`|[\w.@*-]*[/.*][\w.@*/])/iu.test(text),
  dependencies: (text) => /^(?:none\b|n\/a\b|phases?\s+\d|[\p{Lu}\d`])/u.test(text),
  gates: (text) => /^(?:`|\[[ x]\]\s)/iu.test(text),
};

/** A colon, or the wide one of East Asia. */
function isColonAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === COLON || code === WIDE_COLON;
}

function isSpaceAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

/** The place after a remark in brackets that a colon follows: `**Success Criteria** (what must be true):`. */
function behindRemark(text: string, from: number): number {
  const remark = /^\s*\([^()]{1,80}\)(?=\s*[:：])/u.exec(text.slice(from, from + LONGEST_REMARK));
  return from + (remark?.[0].length ?? 0);
}

const LONGEST_REMARK = 100;

/** The place after a colon, or a dash that white space follows; the place itself where there is neither. */
function separatorAt(text: string, from: number): number {
  let at = from;
  while (isSpaceAt(text, at)) at++;
  if (isColonAt(text, at)) return at + 1;
  return /[-–—]/u.test(text[at] ?? '') && isSpaceAt(text, at + 1) ? at + 1 : from;
}

const BARE_NAME = new LatePattern(() => String.raw`^[\p{Lu}\p{Lo}][\p{L}\p{M} .()/_-]*$`, 'u');

/** `Name: …` without emphasis, if the name is known. */
function bare(line: TextLine): FieldStart | undefined {
  const { text } = line;
  let colon = 0;
  while (colon <= LONGEST_BARE && colon < text.length && !isColonAt(text, colon)) colon++;
  if (colon < 2 || colon > LONGEST_BARE || colon === text.length) return undefined;
  const name = text.slice(0, colon);
  if (!BARE_NAME.test(name)) return undefined;
  const key = fieldKey(name);
  if (key === undefined) return undefined;
  return {
    name,
    line: line.line,
    column: line.column,
    key,
    isBold: false,
    rest: restFrom(line, colon + 1),
  };
}

const LONGEST_BARE = 40;

function restFrom(line: TextLine, start: number, end = line.text.length): TextLine | undefined {
  const rest = cut(line, start, end);
  return rest.text === '' ? undefined : rest;
}
