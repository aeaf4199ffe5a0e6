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
  const match = EMPHASISED.exec(line.text.slice(from));
  if (match === null) return undefined;
  const { marks = '', inner = '', after = '' } = match.groups ?? {};
  const at = { line: line.line, column: line.column, isBold: true };
  const colon = inner.indexOf(':');
  if (colon > 0 && colon < inner.length - 1) {
    const name = inner.slice(0, colon).trim();
    const key = fieldKey(name);
    if (key === undefined || after !== '') return undefined;
    const start = from + marks.length + colon + 1;
    return { ...at, name, key, rest: restFrom(line, start, from + marks.length + inner.length) };
  }
  const name = (colon > 0 ? inner.slice(0, colon) : inner).trim();
  const key = fieldKey(name);
  const separator = /^\s*(?::|[-–—](?=\s))?/u.exec(after)?.[0] ?? '';
  const hasColon = colon > 0 || separator.endsWith(':');
  const isSetOff = hasColon || after === '' || separator.trim() !== '';
  if (!isSetOff || (key === undefined && !(hasColon && marks.length > 1))) return undefined;
  if (key === undefined && marks.length < 2) return undefined;
  return { ...at, name, key, rest: restFrom(line, line.text.length - after.length + separator.length) };
}

const EMPHASISED = /^(?<marks>\*{1,3}|_{1,3})(?<inner>[^\s*_](?:[^*]{0,78}[^\s*])?)\k<marks>(?<after>.*)$/u;

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
