import type { SourceText } from '../sources.ts';

/** A value written down in a script: a text or number, a list, an object, or anything else, which is not evaluated. */
export type ScriptValue =
  | { readonly kind: 'text'; readonly value: string; readonly line: number }
  | { readonly kind: 'list'; readonly items: readonly ScriptValue[]; readonly line: number }
  | ScriptObject
  | { readonly kind: 'code'; readonly line: number };

/** An object literal, with the entries whose keys are written out. */
export type ScriptObject = {
  readonly kind: 'object';
  readonly entries: readonly { readonly key: string; readonly value: ScriptValue; readonly line: number }[];
  readonly line: number;
};

/**
 * The object literals of a script in JavaScript or TypeScript, outer ones before those within them. Nothing is evaluated: what is
 * neither a literal nor a list or object of literals is `code`. Comments are skipped.
 */
export function objectsIn(text: SourceText | undefined): readonly ScriptObject[] {
  if (text === undefined || text.text.length > LONGEST) return [];
  const reader: Reader = { tokens: tokensOf(text.text), at: 0, found: [] };
  while (reader.at < reader.tokens.length) {
    valueAt(reader, 0);
    reader.at++;
  }
  return reader.found.sort((a, b) => a.place - b.place).map(({ object }) => object);
}

/** The value of an object's key, if it is written out. */
export function valueUnder(object: ScriptObject, key: string): ScriptValue | undefined {
  return object.entries.find((entry) => entry.key === key)?.value;
}

/** The texts of a list, or the single text in its place; undefined if anything else is among them. */
export function writtenTexts(value: ScriptValue | undefined): readonly string[] | undefined {
  const items = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
  const texts = items.flatMap((item) => (item.kind === 'text' ? [item.value] : []));
  return texts.length === items.length ? texts : undefined;
}

const LONGEST = 200_000;

/** Literals that are nested deeper are passed over. */
const DEEPEST = 40;

type Token = { readonly kind: 'text' | 'word' | 'sign'; readonly value: string; readonly line: number };

type Reader = {
  readonly tokens: readonly Token[];
  at: number;
  readonly found: { readonly place: number; readonly object: ScriptObject }[];
};

const TOKEN =
  /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`)|([\w$.-]+)|(\n)|([^\s])/gu;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [whole, comment, literal, word, , sign] of text.matchAll(TOKEN)) {
    if (literal !== undefined) tokens.push({ kind: 'text', value: unescaped(literal), line });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, line });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign, line });
    if (comment !== undefined || literal !== undefined || whole === '\n')
      line += whole.split('\n').length - 1;
  }
  return tokens;
}

function unescaped(literal: string): string {
  return literal.slice(1, -1).replace(/\\([\s\S])/gu, (_, sign: string) => (sign === 'n' ? ' ' : sign));
}

/** Reads a value; afterwards the reader is at the comma or bracket that ends it. */
function valueAt(reader: Reader, depth: number): ScriptValue {
  const first = reader.tokens[reader.at];
  const line = first?.line ?? 1;
  const [value, isWhole] = literalAt(reader, depth);
  if (value !== undefined && isWhole) return value;
  while (reader.at < reader.tokens.length && !isEnd(reader.tokens[reader.at])) {
    if (isOpening(reader.tokens[reader.at])) groupAt(reader, depth + 1);
    else reader.at++;
  }
  return { kind: 'code', line };
}

/** A literal, and whether nothing else follows it within its value. */
function literalAt(reader: Reader, depth: number): readonly [ScriptValue | undefined, boolean] {
  const first = reader.tokens[reader.at];
  if (first === undefined || isEnd(first)) return [undefined, false];
  let value: ScriptValue | undefined;
  if (first.value === '{' || first.value === '[') value = groupAt(reader, depth + 1);
  else if (first.kind === 'text' || /^(?:-?[\d_.]+|true|false|null)$/u.test(first.value)) {
    reader.at++;
    value = { kind: 'text', value: first.value, line: first.line };
  }
  const next = reader.tokens[reader.at];
  // What a type assertion says of a literal does not change it.
  if (value !== undefined && (next?.value === 'as' || next?.value === 'satisfies')) {
    while (reader.at < reader.tokens.length && !isEnd(reader.tokens[reader.at])) reader.at++;
    return [value, true];
  }
  return [value, next === undefined || isEnd(next)];
}

/** Reads what is between two brackets; afterwards the reader is behind the second. */
function groupAt(reader: Reader, depth: number): ScriptValue | undefined {
  const place = reader.at;
  const opening = reader.tokens[place];
  reader.at++;
  if (opening === undefined) return undefined;
  if (depth > DEEPEST) {
    skipGroup(reader);
    return undefined;
  }
  const items: ScriptValue[] = [];
  const entries: { key: string; value: ScriptValue; line: number }[] = [];
  while (reader.at < reader.tokens.length && !isClosing(reader.tokens[reader.at])) {
    const before = reader.at;
    const key = opening.value === '{' ? keyAt(reader) : undefined;
    const line = reader.tokens[before]?.line ?? opening.line;
    const value = valueAt(reader, depth);
    if (key === undefined) items.push(value);
    else entries.push({ key, value, line });
    if (reader.tokens[reader.at]?.value === ',' || reader.tokens[reader.at]?.value === ';') reader.at++;
    else if (reader.at === before) reader.at++;
  }
  reader.at++;
  if (opening.value === '{') {
    const object: ScriptObject = { kind: 'object', entries, line: opening.line };
    reader.found.push({ place, object });
    return object;
  }
  return opening.value === '[' ? { kind: 'list', items, line: opening.line } : undefined;
}

/** The key at the reader, which afterwards is behind its colon. */
function keyAt(reader: Reader): string | undefined {
  const key = reader.tokens[reader.at];
  if (key === undefined || key.kind === 'sign' || reader.tokens[reader.at + 1]?.value !== ':')
    return undefined;
  reader.at += 2;
  return key.value;
}

function skipGroup(reader: Reader): void {
  for (let open = 1; open > 0 && reader.at < reader.tokens.length; reader.at++) {
    if (isOpening(reader.tokens[reader.at])) open++;
    if (isClosing(reader.tokens[reader.at])) open--;
  }
}

function isOpening(token: Token | undefined): boolean {
  return token?.kind === 'sign' && '{[('.includes(token.value);
}

function isClosing(token: Token | undefined): boolean {
  return token?.kind === 'sign' && '}])'.includes(token.value);
}

function isEnd(token: Token | undefined): boolean {
  return token?.kind === 'sign' && (token.value === ',' || token.value === ';' || isClosing(token));
}
