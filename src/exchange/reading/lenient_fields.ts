import { parseDocument } from 'yaml';
import type { Problem } from '../../diagnostics/index.ts';
import type { LenientFields, LenientValue, ReadingProblemCode } from './reading_format.ts';

/** A file split into front matter and body. */
export type CutFile = {
  readonly fields: LenientFields;
  readonly body: string;
  readonly bodyLine: number;
  readonly problems: readonly Problem<ReadingProblemCode>[];
};

/** Front matter larger than this is not read, in UTF-16 code units. */
const LARGEST = 65_536;

/**
 * Splits the front matter off a prompt's file. If it is not valid YAML, it is read line by line, as the tools that use such files
 * do: an unquoted description that contains a colon is the most common fault, and Claude Code, Cursor and Copilot accept it.
 *
 * @param file - the file name used in problems
 */
export function cutFrontMatter(text: string, file: string): CutFile {
  const opening = /^(?:[ \t]*\r?\n)*---[ \t]*\r?\n/u.exec(text);
  const none: CutFile = { fields: new Map(), body: text, bodyLine: 1, problems: [] };
  if (!opening) return none;
  const closing = /(?<![^\n])---[ \t]*(?:\r?\n|$)/u.exec(text.slice(opening[0].length));
  if (!closing) {
    // A horizontal rule at the top of a page without front matter is not followed by keys and a second rule.
    if (!/^[A-Za-z_-]+:/u.test(text.slice(opening[0].length))) return none;
    const message = 'The front matter is not closed, so all of it was read as text.';
    const hint = 'Close it with a line of ---.';
    return {
      ...none,
      problems: [problem({ message, file, line: lineAt(text, opening[0].length) - 1, hint })],
    };
  }
  const yaml = text.slice(opening[0].length, opening[0].length + closing.index);
  const rest = opening[0].length + closing.index + closing[0].length;
  const blank = /^(?:[ \t]*\r?\n)*/u.exec(text.slice(rest))?.[0].length ?? 0;
  const first = lineAt(text, opening[0].length);
  const isRule = yaml.trim() !== '' && !/^[ \t]*["']?[\w.-]+["']?[ \t]*:/mu.test(yaml);
  if (isRule) return none;
  const read = readFields(yaml, { file, first });
  return { ...read, body: text.slice(rest + blank), bodyLine: lineAt(text, rest + blank) };
}

function readFields(
  yaml: string,
  { file, first }: { readonly file: string; readonly first: number },
): Pick<CutFile, 'fields' | 'problems'> {
  if (yaml.length > LARGEST) {
    const message = `The front matter has ${yaml.length} characters; at most ${LARGEST} are read, so none of it was read.`;
    return { fields: new Map(), problems: [problem({ message, file, line: first - 1 })] };
  }
  const lines = yaml.split(/\r?\n/u);
  const lineOf = (key: string) =>
    first +
    Math.max(
      0,
      lines.findIndex((line) => keyOf(line) === key),
    );
  const strict = strictly(yaml);
  if ('values' in strict) {
    const fields = new Map(
      Object.entries(strict.values).map(([key, value]) => [key, { value, line: lineOf(key) }]),
    );
    return { fields, problems: [] };
  }
  const message = `The front matter is not valid YAML (${strict.why}); it was read line by line, as most tools do.`;
  const hint = 'Put the value in quotes.';
  return {
    fields: lineByLine(lines, first),
    problems: [problem({ message, file, line: first - 1 + strict.line, hint })],
  };
}

function strictly(
  yaml: string,
): { readonly values: object } | { readonly why: string; readonly line: number } {
  const document = parseDocument(yaml, { uniqueKeys: true, prettyErrors: true, logLevel: 'error' });
  const [error] = document.errors;
  if (error) {
    const why = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/u, '');
    return { why: why.charAt(0).toLowerCase() + why.slice(1), line: error.linePos?.[0].line ?? 1 };
  }
  try {
    // Aliases can expand a few lines to more than memory holds; no prompt needs one.
    const values: unknown = document.toJS({ maxAliasCount: 0 });
    if (values === null) return { values: {} };
    return typeof values === 'object' && !Array.isArray(values)
      ? { values }
      : { why: 'it is not a mapping of keys to values', line: 1 };
  } catch {
    const place = yaml.split('\n').findIndex((text) => /(?:[:,[-]|^)[ \t]*\*/u.test(text));
    return { why: 'a value begins with *', line: Math.max(0, place) + 1 };
  }
}

/** `key: everything after the first colon`, with the indented lines or list items below it. */
function lineByLine(lines: readonly string[], first: number): LenientFields {
  const fields = new Map<string, LenientValue>();
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place] ?? '';
    const key = keyOf(line);
    if (key === undefined) continue;
    const at = first + place;
    const below: string[] = [];
    while (place + 1 < lines.length && /^(?:[ \t]+\S|- |[ \t]*$)/u.test(lines[place + 1] ?? '')) {
      below.push((lines[place + 1] ?? '').trim());
      place += 1;
    }
    const own = line.slice(line.indexOf(':') + 1).trim();
    const items = below.filter((text) => text !== '');
    const isList = own === '' && items.length > 0 && items.every((text) => text.startsWith('- '));
    const value = isList
      ? items.map((text) => unquoted(text.slice(2).trim()))
      : unquoted([/^[|>][-+]?$/u.test(own) ? '' : own, ...items].filter(Boolean).join(' '));
    if (!fields.has(key)) fields.set(key, { value, line: at });
  }
  return fields;
}

function keyOf(line: string): string | undefined {
  return /^["']?([A-Za-z][\w.-]*)["']?[ \t]*:(?=[ \t]|$)/u.exec(line)?.[1];
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/su.exec(text)?.[2] ?? text;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function problem(details: {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly hint?: string;
}): Problem<ReadingProblemCode> {
  return { severity: 'warning', code: 'prompt-front-matter', ...details };
}
