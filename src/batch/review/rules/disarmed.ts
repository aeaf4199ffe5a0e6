import { codeIn } from '../comments.ts';
import type { Language } from '../file_kind.ts';
import { afterLines, type ChangedFile, isReadable, type Seen, type ShownLine, seenAt } from './rule.ts';
import { isAssertion, testMarks } from './test_marks.ts';

/** Tests that exit before anything is checked, and checks whose failure is swallowed. */
export function disarmed(file: ChangedFile): Seen[] {
  const { language } = file;
  if (language === undefined) return [];
  return file.hunks.flatMap((hunk) => {
    const lines = afterLines(hunk).filter(
      ({ text }) => isReadable(text) && codeIn(text, language).trim() !== '',
    );
    return lines.flatMap((shown, place) => {
      if (!shown.isAdded) return [];
      if (LEAVES.test(shown.text) && isFirstInTest(lines, place, language)) {
        const message = 'A test returns before it checks anything.';
        return [seenAt(file, shown, { kind: 'test-weakened', severity: 'high', message })];
      }
      if (!swallows(lines, place, language)) return [];
      const message = 'A failure of this check is ignored.';
      return [seenAt(file, shown, { kind: 'test-weakened', severity: 'medium', message })];
    });
  });
}

const LEAVES =
  /^\s*(?:if\s*\(?(?:true|True|1)\)?\s*[:{]?\s*)?return(?:\s+(?:None|nil|null|undefined|true))?\s*;?\s*\}?\s*(?:(?:\/\/|#).*)?$/u;

/** The most lines between the mark of a test and its first statement. */
const HEADER_LINES = 3;

function isFirstInTest(lines: readonly ShownLine[], place: number, language: Language): boolean {
  const { test } = testMarks(language);
  for (let at = place - 1; at >= Math.max(0, place - HEADER_LINES); at--) {
    const text = lines[at]?.text ?? '';
    if (test.test(text)) return true;
    const isHeader =
      /^\s*(?:\{|["']{3}.*|[#@[].*|.*\bfn\b.*\{|(?:\w+\s+)*[\w<>]+\s*\([^()]*\)[^;]*\{?)\s*$/u.test(text);
    if (!isHeader || NO_HEADER.test(text)) return false;
  }
  return false;
}

/** Matches a call, or a block of its own. */
const NO_HEADER =
  /^\s*(?:\w+(?:\.\w+)*\(|\}?\s*(?:if|else|elif|for|while|switch|select|case|match|with|try|unless|do)\b)/u;

/** Matches the start of a handler for a failure that a check may have thrown. Its group is the rest of the line. */
const HANDLES: Readonly<Partial<Record<Language, RegExp>>> = {
  js: /^\s*\}?\s*catch\s*(?:\([^()]*\)\s*)?\{(.*)$/u,
  python: /^\s*except(?:\s+\(?[^:]*\b(?:AssertionError|Exception|BaseException)\b[^:]*)?\s*:(.*)$/u,
  java: /^\s*\}?\s*catch\s*\([^()]*\b(?:AssertionError|AssertionFailedError|Error|Throwable)\b[^()]*\)\s*\{(.*)$/u,
  csharp: /^\s*\}?\s*catch\s*(?:\([^()]*\b(?:Exception|\w*Assert\w*)\b[^()]*\)\s*)?\{?(.*)$/u,
  php: /^\s*\}?\s*catch\s*\([^()]*(?:\bThrowable|\bException|AssertionFailedError|ExpectationFailedException)\b[^()]*\)\s*\{(.*)$/u,
  ruby: /^\s*rescue\s+.*\b(?:Exception|Assertion|ExpectationNotMetError)\b()/u,
};

/** Matches statements that report, or do nothing; none that make a test fail. */
const IDLE =
  /^(?:\{|pass|\.\.\.|nil|return|return (?:true|nil|null|None)|(?:console\.\w+|print|puts|logger\.\w+|System\.out\.println|Console\.WriteLine)\b.*)?[;\s]*$/u;

/** The most lines of a block. */
const LONGEST_BLOCK = 40;

function swallows(lines: readonly ShownLine[], place: number, language: Language): boolean {
  const text = lines[place]?.text ?? '';
  if (language === 'python' && /^\s*with\s.*\bsuppress\([^()]*\b(?:AssertionError|Exception)\b/u.test(text))
    return isAssertion(lines[place + 1]?.text ?? '');
  const [whole, rest] = HANDLES[language]?.exec(text) ?? [];
  if (whole === undefined || rest === undefined) return onOneLine(text, language);
  if (!isIdleBlock(lines, place, rest, language)) return false;
  const indent = indentOf(text);
  for (let at = place - 1; at >= Math.max(0, place - LONGEST_BLOCK); at--) {
    const before = lines[at]?.text ?? '';
    if (isAssertion(codeIn(before, language)) && !/\bfail\s*\(/u.test(before)) return true;
    if (indentOf(before) <= indent && !/^\s*\}\s*$/u.test(before)) return false;
  }
  return false;
}

/** Whether a one-line `try` swallows a failure. */
function onOneLine(text: string, language: Language): boolean {
  if (!/\btry\s*\{.*\}\s*catch\s*(?:\([^()]*\)\s*)?\{\s*\}/u.test(text)) return false;
  const inside = text.slice(text.indexOf('try'));
  return language !== 'python' && isAssertion(inside) && !/\bfail\s*\(/u.test(inside);
}

function isIdleBlock(lines: readonly ShownLine[], place: number, rest: string, language: Language): boolean {
  const own = codeIn(` ${rest}`, language).trim();
  if (language !== 'python' && own.endsWith('}'))
    return IDLE.test(own.slice(0, -1).replace(/\}$/u, '').trim());
  if (language === 'python' && own !== '') return IDLE.test(own);
  if (!IDLE.test(own)) return false;
  const indent = indentOf(lines[place]?.text ?? '');
  for (let at = place + 1; at < lines.length; at++) {
    const text = lines[at]?.text ?? '';
    if (indentOf(text) <= indent && text.trim() !== '{') return true;
    if (!IDLE.test(codeIn(text, language).trim())) return false;
  }
  return language === 'python';
}

function indentOf(text: string): number {
  return /^\s*/u.exec(text)?.[0].length ?? 0;
}
