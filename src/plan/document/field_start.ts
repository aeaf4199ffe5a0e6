import type { TextLine } from './blocks.ts';
import { cut } from './inline.ts';
import { type FieldKey, fieldKey } from './names.ts';

/** The name of a field at the beginning of a line, and what stands behind it. */
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
  for (const match of rest.text.matchAll(/\s*[|·•;]\s*(?=\*\*[^*]{1,60}\*\*)/gu)) {
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
  return picture === null ? undefined : emphasised(line, picture[0].length);
}

const STAR = 42;
const LOW_LINE = 95;

/** `**Name**: …`, `**Name:** …`, `**Name: …**`, `**Name** – …`; the last two, and a name alone, if it is known. */
function emphasised(line: TextLine, from: number): FieldStart | undefined {
  const { text } = line;
  const mark = text.charCodeAt(from);
  let open = from;
  while (text.charCodeAt(open) === mark) open++;
  const marks = open - from;
  const close = text.indexOf(text[from] ?? '', open);
  if (marks > 3 || close < 0 || close - open > LONGEST_BOLD) return undefined;
  let after = close;
  while (text.charCodeAt(after) === mark) after++;
  if (after - close !== marks || isSpaceAt(text, open) || isSpaceAt(text, close - 1)) return undefined;
  const place = { line: line.line, column: line.column, isBold: true };
  const colon = text.indexOf(':', open);
  const isInside = colon > open && colon < close;
  const name = text.slice(open, isInside ? colon : close).trim();
  const key = fieldKey(name);
  if (isInside && colon < close - 1) {
    if (key === undefined || after < text.length) return undefined;
    return { ...place, name, key, rest: restFrom(line, colon + 1, close) };
  }
  const separator = separatorAt(text, after);
  const hasColon = isInside || text[separator - 1] === ':';
  if (key === undefined ? !hasColon || marks === 1 : !hasColon && separator === after && after < text.length)
    return undefined;
  return { ...place, name, key, rest: restFrom(line, separator) };
}

const LONGEST_BOLD = 80;

function isSpaceAt(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}

/** The place behind a colon, or a dash that white space follows; the place itself where there is neither. */
function separatorAt(text: string, from: number): number {
  let at = from;
  while (isSpaceAt(text, at)) at++;
  if (text[at] === ':') return at + 1;
  return /[-–—]/u.test(text[at] ?? '') && isSpaceAt(text, at + 1) ? at + 1 : from;
}

/** `Name: …` without emphasis, if the name is known. */
function bare(line: TextLine): FieldStart | undefined {
  const colon = line.text.indexOf(':');
  if (colon < 2 || colon > LONGEST_BARE) return undefined;
  const name = line.text.slice(0, colon);
  if (!/^[A-Z][A-Za-z .()/_-]*$/u.test(name)) return undefined;
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
