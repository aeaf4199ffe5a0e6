import { type Language, languageOf } from '../file_kind.ts';
import { isCheckPath } from './check_path.ts';

/** What makes a program end well whatever there is to check: where that stands, from 1, and in which words. */
export type Idleness = {
  readonly line: number;
  readonly why: string;
  /** Whether it leaves, and whatever imports it with it. */
  readonly isLeft: boolean;
  /** Whether there is code behind the line that leaves. */
  readonly hidesMore: boolean;
};

/**
 * Whether a program checks nothing, told only where its text leaves no doubt: every line of it up to one that leaves with 0 stands on a short list
 * of whole statements, or every line of it at all. A line that is not on the list may be anything, also the begin of a text in which `exit 0` stands,
 * so what is behind it is not looked at.
 */
export function idlenessOf(text: string, path: string): Idleness | undefined {
  const rests = { isLeft: false, hidesMore: false };
  if (text.trim() === '') return { ...rests, line: 1, why: 'it is empty' };
  const language = languageOf(path) ?? shebangLanguage(text);
  const idle = language === undefined ? undefined : IDLE[language];
  if (language === undefined || idle === undefined) return undefined;
  const { first, lines, isWhole } = startOf(text, language, idle);
  const last = lines.at(-1);
  if (last !== undefined && idle.leaves.test(last.text)) {
    const behind = text.split('\n').slice(last.line);
    const hidesMore = behind.some((line) => line.trim() !== '' && !COMMENT[language]?.test(line));
    // What has the name of a check may check by being imported.
    if (!hidesMore && lines.some((line) => idle.imports.test(line.text) && namesCheck(line.text)))
      return undefined;
    const why = `it leaves with 0 on line ${last.line}, before it checks anything`;
    return { line: last.line, why, isLeft: true, hidesMore };
  }
  // What is imported may well be what checks.
  const isAlone = lines.every((line) => !idle.imports.test(line.text) || idle.own.test(line.text));
  return isWhole && isAlone
    ? { ...rests, line: first, why: 'there is nothing in it that checks anything' }
    : undefined;
}

/** Whether what a line imports has the name of a check. */
function namesCheck(line: string): boolean {
  const [, quoted] = /['"]([^'"]*)['"]/u.exec(line) ?? [];
  return isCheckPath(quoted ?? line.replace(/^(?:from|import)\s/u, '').replaceAll('.', '/'));
}

/** The language that a program without an ending names in its first line. */
export function shebangLanguage(text: string): Language | undefined {
  const [, program] = /^#!\s*\S*?(?:\/env\s+(?:-S\s+)?)?([a-z]+)[\d.]*(?:\s|$)/u.exec(text) ?? [];
  const name = program ?? '';
  if (/^(?:ba|da|z|k)?sh$/u.test(name)) return 'shell';
  return name === 'node' ? 'js' : name === 'python' || name === 'ruby' || name === 'php' ? name : undefined;
}

type Statements = {
  /** Leaves with 0. */
  readonly leaves: RegExp;
  /** Names what is used. */
  readonly imports: RegExp;
  /** Of these, what comes with the language. */
  readonly own: RegExp;
  /** Says something that is written out, or nothing. */
  readonly says: RegExp;
};

const NEVER = /^(?!)/u;

/** Whole lines; whatever is longer than that is not known. */
const IDLE: Readonly<Partial<Record<Language, Statements>>> = {
  js: {
    leaves: /^(?:(?:globalThis\.)?process|Deno)\.exit\(\s*0?\s*\)\s*(?:;|$)/u,
    imports:
      /^(?:import\s[^;'"]*\sfrom\s*(?:'[^']*'|"[^"]*")|(?:const|let|var)\s[^;='"]*=\s*require\((?:'[^']*'|"[^"]*")\))\s*;?$/u,
    own: /['"]node:[\w/]+['"]/u,
    says: /^(?:(?:'use strict'|"use strict"|console\.\w+\((?:'[^'\\]*'|"[^"\\]*"|`[^`\\$]*`)?\)|process\.exitCode\s*=\s*0)\s*;?|;)$/u,
  },
  python: {
    leaves:
      /^(?:import (?:sys|os)\s*;\s*)?(?:(?:sys\.)?exit\(\s*(?:0|None)?\s*\)|quit\(\s*0?\s*\)|os\._exit\(\s*0\s*\)|raise SystemExit(?:\(\s*0?\s*\))?)\s*(?:;|$)/u,
    imports: /^(?:import\s+[\w., ]+|from\s+[\w.]+\s+import\s+(?:[\w, ]+|\([\w, ]+\)|\*))$/u,
    own: /^(?:import\s+(?:sys|os|json|re|pathlib|subprocess)|from\s+(?:__future__|pathlib)\s.*)$/u,
    says: /^(?:pass|print\((?:'[^'\\]*'|"[^"\\]*")?\)|'[^'\\]+'|"[^"\\]+"|"""(?:[^"\\]|"(?!""))*""")$/u,
  },
  ruby: {
    leaves: /^exit!?(?:[ (]\s*(?:0|true)\s*\)?)?\s*(?:;|$)/u,
    imports: /^require(?:_relative)?\s*\(?\s*(?:'[^']*'|"[^"#]*")\s*\)?$/u,
    own: NEVER,
    says: /^puts\s*\(?\s*(?:'[^'\\]*'|"[^"\\#]*")\s*\)?$/u,
  },
  php: {
    leaves: /^(?:<\?php\s+)?(?:exit|die)(?:\(\s*0?\s*\))?\s*;/u,
    imports: /^(?:require|include)(?:_once)?\s*\(?\s*'[^']*'\s*\)?;$/u,
    own: NEVER,
    says: /^(?:<\?php|\?>|declare\(strict_types=1\);|echo\s+'[^'\\]*';)$/u,
  },
  shell: {
    leaves: /^exit(?:\s+0)?\s*(?:;|$)/u,
    imports: NEVER,
    own: NEVER,
    says: /^(?:true|:|set\s+[-+][a-z]+(?:\s+pipefail|\s+errexit)?|(?:echo|printf)(?:\s+(?:'[^']*'|"[^"$`\\]*"|[\w.,!:/-]+))*)$/u,
  },
};

/** The lines of a program up to the first that is not known, or that leaves; without blank ones, comments and a text that says what it is for. */
function startOf(
  text: string,
  language: Language,
  { leaves, imports, says }: Statements,
): {
  readonly first: number;
  readonly lines: readonly { readonly text: string; readonly line: number }[];
  readonly isWhole: boolean;
} {
  const lines: { readonly text: string; readonly line: number }[] = [];
  let first: number | undefined;
  let until: string | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const own = raw.trimEnd();
    if (until !== undefined) {
      const at = own.indexOf(until);
      if (at >= 0 && at + until.length < own.length) return { first: first ?? line, lines, isWhole: false };
      if (at >= 0) until = undefined;
      continue;
    }
    if (own === '' || (line === 1 && own.startsWith('#!')) || COMMENT[language]?.test(own)) continue;
    first ??= line;
    const opened = OPENS[language]?.exec(own)?.groups?.end;
    if (opened !== undefined) {
      until = language === 'python' ? opened : '*/';
      continue;
    }
    const isKnown = own.length <= LONGEST && (leaves.test(own) || imports.test(own) || says.test(own));
    if (!isKnown) return { first, lines, isWhole: false };
    lines.push({ text: own, line });
    if (leaves.test(own)) return { first, lines, isWhole: false };
  }
  return { first: first ?? 1, lines, isWhole: until === undefined };
}

/** In characters: no statement of the list is longer. */
const LONGEST = 500;

/** A line that is a comment as a whole. */
const COMMENT: Readonly<Partial<Record<Language, RegExp>>> = {
  js: /^\s*(?:\/\/|\/\*(?:[^*]|\*(?!\/))*\*\/$)/u,
  php: /^\s*(?:\/\/|#(?!\[)|\/\*(?:[^*]|\*(?!\/))*\*\/$)/u,
  python: /^\s*#/u,
  ruby: /^\s*#/u,
  shell: /^\s*#/u,
};

/** Begins a comment, or a text that stands by itself, of several lines. */
const OPENS: Readonly<Partial<Record<Language, RegExp>>> = {
  js: /^\s*(?<end>\/\*)(?!.*\*\/)/u,
  php: /^\s*(?<end>\/\*)(?!.*\*\/)/u,
  python: /^r?(?<end>"""|''')(?!.*(?:"""|'''))[^\\]*$/u,
};
