import type { Language } from '../file_kind.ts';
import { isReadable, type ShownLine } from './rule.ts';

/** A short function in a change. */
export type ShortFunction = {
  readonly name: string;
  readonly parameters: string;
  readonly header: ShownLine;
  readonly last: number;
  /** Whether every line of it was written in the change; the bracket at its end may be an old one. */
  readonly isWhole: boolean;
  /** Its body without comments and line ends; empty where there is nothing in it. */
  readonly body: string;
  /** The text of its comments. */
  readonly comments: string;
  /** The line before it, trimmed: it may have an annotation. */
  readonly before: string;
};

/** The longest body that is examined, in lines. */
const LONGEST = 8;

const BRACED: Readonly<Partial<Record<Language, RegExp>>> = {
  js: /(?:\bfunction\s*\*?\s*([\w$]+)|^\s*(?:(?:export|public|private|protected|static|async|override)\s+)*(?:const\s+|let\s+)?([\w$]+)(?:\s*=\s*(?:async\s*)?(?:function\s*)?)?)\s*(?:<[^<>]*>)?\(([^()]*)\)\s*(?::\s*[^={]+)?(?:=>\s*)?\{(.*)$/u,
  go: /^func\s*(?:\([^()]*\)\s*)?(\w+)()\(([^()]*)\)[^{]*\{(.*)$/u,
  rust: /\bfn\s+(\w+)()(?:<[^<>]*>)?\(([^()]*)\)[^{;]*\{(.*)$/u,
  java: /^\s*(?:(?:public|private|protected|static|final|synchronized|override|fun)\s+)+(?:[\w<>[\],.?]+\s+)?(\w+)()\s*\(([^()]*)\)[^{;=]*\{(.*)$/u,
  csharp:
    /^\s*(?:(?:public|private|protected|internal|static|sealed|async|override)\s+)+[\w<>[\],.?]+\s+(\w+)()\s*\(([^()]*)\)[^{;=]*\{(.*)$/u,
  php: /\bfunction\s+(\w+)()\s*\(([^()]*)\)[^{;]*\{(.*)$/u,
  shell: /^\s*(?:function\s+)?([\w-]+)()\s*\(()\)\s*\{(.*)$/u,
};

const NO_NAME: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'with',
  'constructor',
  'return',
]);

/** Finds the short functions that a hunk shows completely, as they are after the change. */
export function shortFunctions(lines: readonly ShownLine[], language: Language): ShortFunction[] {
  return lines.flatMap((header, place) => {
    if (!isReadable(header.text)) return [];
    const before = lines[place - 1]?.text.trim() ?? '';
    const found =
      language === 'python'
        ? pythonFunction(lines, place)
        : language === 'ruby'
          ? rubyFunction(lines, place)
          : bracedFunction(lines, place, language);
    if (found === undefined) return [];
    const isWhole = lines
      .slice(place, place + LONGEST + 2)
      .every(({ line, isAdded, text }) => line > found.last || isAdded || /^(?:\}|end)?$/u.test(text.trim()));
    return [{ ...found, header, before, isWhole }];
  });
}

type Found = Omit<ShortFunction, 'header' | 'before' | 'isWhole'>;

function bracedFunction(lines: readonly ShownLine[], place: number, language: Language): Found | undefined {
  const own = lines[place]?.text ?? '';
  // Some write the brace on a line of its own.
  const isSplit = !own.includes('{') && lines[place + 1]?.text.trim() === '{';
  const [, one, other, parameters = '', rest = ''] =
    BRACED[language]?.exec(isSplit ? `${own.trimEnd()} {` : own) ?? [];
  const name = one || other;
  if (name === undefined || NO_NAME.has(name)) return undefined;
  let depth = 1;
  const parts: string[] = [];
  for (let at = place + (isSplit ? 2 : 1), text = rest; ; at++) {
    for (let index = 0; index < text.length; index++) {
      if (text[index] === '{') depth += 1;
      if (text[index] === '}') depth -= 1;
      if (depth === 0) {
        parts.push(text.slice(0, index));
        return { name, parameters, last: lines[at - 1]?.line ?? 0, ...partsOf(parts, /\/\/(.*)$/u) };
      }
    }
    parts.push(text);
    const next = lines[at];
    if (next === undefined || !isReadable(next.text) || at - place > LONGEST) return undefined;
    text = next.text;
  }
}

function pythonFunction(lines: readonly ShownLine[], place: number): Found | undefined {
  const [, indent = '', name, parameters = '', rest = ''] =
    /^(\s*)(?:async\s+)?def\s+(\w+)\s*\((.*)\)[^:]*:\s*(.*)$/u.exec(lines[place]?.text ?? '') ?? [];
  if (name === undefined) return undefined;
  const parts = [rest];
  let last = lines[place]?.line ?? 0;
  for (let at = place + 1; at < lines.length; at++) {
    const { text, line } = lines[at] as ShownLine;
    if (text.trim() === '') continue;
    if ((/^\s*/u.exec(text)?.[0].length ?? 0) <= indent.length) break;
    if (at - place > LONGEST) return undefined;
    parts.push(text);
    last = line;
  }
  const { body, comments } = partsOf(parts, /(?:^|\s)#(.*)$/u);
  return { name, parameters, last, comments, body: body.replace(/^("""|''')[\s\S]*?\1\s*/u, '') };
}

function rubyFunction(lines: readonly ShownLine[], place: number): Found | undefined {
  const [, indent = '', name, parameters = ''] =
    /^(\s*)def\s+(?:self\.)?(\w+[?!]?)\s*(?:\(([^()]*)\))?\s*$/u.exec(lines[place]?.text ?? '') ?? [];
  if (name === undefined) return undefined;
  const parts: string[] = [];
  for (let at = place + 1; at - place <= LONGEST; at++) {
    const next = lines[at];
    if (next === undefined) return undefined;
    if (new RegExp(`^${indent}end\\b`, 'u').test(next.text))
      return { name, parameters, last: next.line, ...partsOf(parts, /(?:^|\s)#(.*)$/u) };
    parts.push(next.text);
  }
  return undefined;
}

function partsOf(parts: readonly string[], mark: RegExp): Pick<ShortFunction, 'body' | 'comments'> {
  const comments = parts.flatMap((part) => mark.exec(part)?.[1] ?? []).join(' ');
  const code = parts.map((part) => part.replace(mark, '').trim()).filter(Boolean);
  return {
    body: code
      .join(' ')
      .replace(/\/\*.*?\*\//gu, '')
      .trim(),
    comments,
  };
}
