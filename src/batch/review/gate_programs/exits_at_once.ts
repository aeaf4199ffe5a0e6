import { type Language, languageOf } from '../file_kind.ts';
import { isCheckPath } from './check_path.ts';

/** The statement that makes a program succeed whatever there is to check: its line, from 1, and its text. */
export type Idleness = {
  readonly line: number;
  readonly why: string;
  /** Whether it exits, and with it any program that imports it. */
  readonly isLeft: boolean;
  /** Whether there is code after the line that exits. */
  readonly hidesMore: boolean;
};

/**
 * Whether a program checks nothing, reported only where its text leaves no doubt: every line up to one that exits with 0, or
 * every line of it, is on a short list of whole statements. A line that is not on the list may be anything, even the beginning of
 * a string that contains `exit 0`, so the lines after it are ignored.
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
    // A module named like a check may check when it is imported.
    if (!hidesMore && lines.some((line) => idle.imports.test(line.text) && namesCheck(line.text)))
      return undefined;
    const why = `it exits with 0 on line ${last.line}, before it checks anything`;
    return { line: last.line, why, isLeft: true, hidesMore };
  }
  // An imported module may well do the checking.
  const isAlone = lines.every((line) => !idle.imports.test(line.text) || idle.own.test(line.text));
  return isWhole && isAlone ? { ...rests, line: first, why: 'nothing in it checks anything' } : undefined;
}

/** Whether a line imports a module named like a check. */
function namesCheck(line: string): boolean {
  const [, quoted] = /['"]([^'"]*)['"]/u.exec(line) ?? [];
  return isCheckPath(quoted ?? line.replace(/^(?:from|import)\s/u, '').replaceAll('.', '/'));
}

/** The language that the first line of a program without an extension names. */
export function shebangLanguage(text: string): Language | undefined {
  const [, program] = /^#!\s*\S*?(?:\/env\s+(?:-S\s+)?)?([a-z]+)[\d.]*(?:\s|$)/u.exec(text) ?? [];
  const name = program ?? '';
  if (/^(?:ba|da|z|k)?sh$/u.test(name)) return 'shell';
  return name === 'node' ? 'js' : name === 'python' || name === 'ruby' || name === 'php' ? name : undefined;
}

type Statements = {
  /** Exits with 0. */
  readonly leaves: RegExp;
  /** Imports a module. */
  readonly imports: RegExp;
  /** Imports a module that comes with the language. */
  readonly own: RegExp;
  /** Prints a literal text, or nothing. */
  readonly says: RegExp;
};

const NEVER = /^(?!)/u;

/** Patterns for whole lines; longer lines are unknown. */
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

/** The lines of a program up to the first that is unknown, or that exits; without blank lines, comments and docstrings. */
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

/** Matches a line that is only a comment. */
const COMMENT: Readonly<Partial<Record<Language, RegExp>>> = {
  js: /^\s*(?:\/\/|\/\*(?:[^*]|\*(?!\/))*\*\/$)/u,
  php: /^\s*(?:\/\/|#(?!\[)|\/\*(?:[^*]|\*(?!\/))*\*\/$)/u,
  python: /^\s*#/u,
  ruby: /^\s*#/u,
  shell: /^\s*#/u,
};

/** Matches the beginning of a comment or string of several lines that is a statement of its own. */
const OPENS: Readonly<Partial<Record<Language, RegExp>>> = {
  js: /^\s*(?<end>\/\*)(?!.*\*\/)/u,
  php: /^\s*(?<end>\/\*)(?!.*\*\/)/u,
  python: /^r?(?<end>"""|''')(?!.*(?:"""|'''))[^\\]*$/u,
};
