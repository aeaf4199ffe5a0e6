import { createScanner, type Node } from 'jsonc-parser';

/**
 * A JSON text with one more property, the last of an object: comments, line ends, indentation and every other byte stay.
 *
 * @param object - a node of the text as it was read
 */
export function withProperty(text: string, object: Node, key: string, value: unknown): string {
  const close = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  const from = last === undefined ? object.offset + 1 : last.offset + last.length;
  const tail = text.slice(from, close);
  const hasComma = last !== undefined && holdsComma(tail);
  // New text goes after the comments that follow the last property, on a line of its own if these have their own.
  const kept = tail.replace(/\s+$/u, '');
  const layout = layoutOf(text, object);
  const comma = last === undefined || hasComma ? '' : ',';
  const property = `${JSON.stringify(key)}:${layout.afterColon}${printed(value, layout)}${hasComma ? ',' : ''}`;
  const end = layout.isOneLine
    ? tail.slice(kept.length) || layout.afterColon
    : `${layout.eol}${layout.outer}`;
  const lead = layout.isOneLine ? layout.afterColon : `${layout.eol}${layout.inner}`;
  return `${text.slice(0, from)}${comma}${kept}${lead}${property}${end}${text.slice(close)}`;
}

/** Layout of the properties of an object. */
type Layout = {
  readonly isOneLine: boolean;
  readonly eol: string;
  /** Indentation of the object's closing brace and of its keys, and that of one level. */
  readonly outer: string;
  readonly inner: string;
  readonly unit: string;
  readonly afterColon: string;
};

function layoutOf(text: string, object: Node): Layout {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /\n([ \t]+)\S/u.exec(text)?.[1] ?? '  ';
  const outer = indentAt(text, object.offset);
  const first = object.children?.[0];
  const before = first === undefined ? '' : text.slice(object.offset, first.offset);
  const inner = first !== undefined && before.includes('\n') ? indentAt(text, first.offset) : outer + unit;
  const isEmpty = first === undefined;
  const isOneLine = isEmpty ? !text.trimEnd().includes('\n') : !before.includes('\n');
  return { isOneLine, eol, outer, inner, unit, afterColon: /":\S/u.test(text) ? '' : ' ' };
}

/** The white space at the beginning of an offset's line. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/u.exec(text.slice(start))?.[0] ?? '';
}

/** An object with a line for each key, and likewise objects in it that contain objects; anything else on one line each. */
function printed(value: unknown, { isOneLine, eol, inner, unit, afterColon }: Layout): string {
  const print = (child: unknown, indent: string, isTop: boolean): string => {
    if (isOneLine || !isObject(child) || !(isTop || Object.values(child).some(isObject)))
      return onOneLine(child, isOneLine ? afterColon : ' ');
    const lines = Object.entries(child).map(
      ([key, part]) => `${indent}${unit}${JSON.stringify(key)}: ${print(part, indent + unit, false)}`,
    );
    return lines.length === 0 ? '{}' : `{${eol}${lines.join(`,${eol}`)}${eol}${indent}}`;
  };
  return print(value, inner, true);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function onOneLine(value: unknown, gap: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => onOneLine(item, gap)).join(`,${gap}`)}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const pairs = Object.entries(value).map(
    ([key, child]) => `${JSON.stringify(key)}:${gap}${onOneLine(child, gap)}`,
  );
  return pairs.length === 0 ? '{}' : `{${gap}${pairs.join(`,${gap}`)}${gap}}`;
}

/** jsonc-parser's numbers for a comma and for the end; a comma in a comment does not count. */
const COMMA = 5;
const END_OF_FILE = 17;

function holdsComma(tail: string): boolean {
  const scanner = createScanner(tail, false);
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan())
    if (token === COMMA) return true;
  return false;
}
