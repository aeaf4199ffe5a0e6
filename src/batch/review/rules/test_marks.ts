import type { Language } from '../file_kind.ts';
import { holdsAlways } from './checks.ts';

/** The syntax of tests in a language. */
export type TestMarks = {
  /** Matches a line that begins a test; its group is the test's name, if the line has one. */
  readonly test: RegExp;
  /** Matches a line that skips tests, or runs only some of them. */
  readonly skip: RegExp;
  /** Matches such a line that depends on a condition. */
  readonly conditional?: RegExp;
};

const MARKS: Readonly<Record<Language, TestMarks>> = {
  js: {
    test: /^\s*(?:it|test|specify)(?:\.\w+)*\s*\(\s*(['"`].*?['"`])/u,
    skip: /\b(?:it|test|describe|context|suite|specify)(?:\.\w+)*\.(?:skip|only|todo|fails|failing|fixme)\b(?!If)|\bx(?:it|describe|test)\s*\(|(?<![.\w])f(?:it|describe)\s*\(|\bskip:\s*true\b|\bthis\.skip\(\)/u,
  },
  python: {
    test: /^\s*(?:async\s+)?def\s+(test_?\w*)\s*\(/u,
    skip: /@(?:pytest\.mark\.(?:skip|skipif|xfail)|(?:unittest\.)?(?:skip|skipIf|skipUnless|expectedFailure))\b|\bpytest\.(?:skip|xfail)\(|\.skipTest\(/u,
    conditional: /skipif|skipIf|skipUnless/u,
  },
  go: { test: /^func\s+((?:Test|Fuzz|Example)\w*)\s*\(/u, skip: /\b[tb]\.Skip(?:Now|f)?\(/u },
  rust: { test: /^\s*#\[(?:\w+::)*test\b/u, skip: /^\s*#\[ignore\b/u },
  java: { test: /^\s*@(?:\w+\.)*(?:Parameterized|Repeated)?Test\b/u, skip: /^\s*@(?:Disabled|Ignore)\b/u },
  csharp: {
    test: /^\s*\[(?:Fact|Theory|Test|TestMethod|TestCase)\b/u,
    skip: /\[(?:Fact|Theory)\(.*\bSkip\s*=|^\s*\[Ignore\b|\bAssert\.(?:Ignore|Inconclusive)\(/u,
  },
  ruby: {
    test: /^\s*(?:it|specify|test)\s+(['"].*?['"])|^\s*def\s+test_\w+/u,
    skip: /^\s*(?:xit|xdescribe|xcontext|pending|skip)\b/u,
  },
  php: { test: /\bfunction\s+(test\w*)\s*\(|#\[Test\]/u, skip: /\bmarkTest(?:Skipped|Incomplete)\(/u },
  shell: { test: /^\s*@test\s+(["'].*?["'])/u, skip: /^\s*skip(?:\s|$)/u },
};

/** The syntax of tests in a language. */
export function testMarks(language: Language): TestMarks {
  return MARKS[language];
}

/** Whether a line contains a test's check. */
export function isAssertion(line: string): boolean {
  return /\bexpect\s*\(|\bassert\w*\s*[(!.]|^\s*assert\s|\bAssert\.\w+\(|\b(?:require|assert)\.\w+\(\s*t\b|\bt\.(?:Error|Errorf|Fatal|Fatalf)\(|\.should(?:_not)?\b|\.to(?:Equal|Be|Have|Match|Throw)\w*\(|\$this->assert\w+\(|\.(?:to|not_to)\s+raise_error\b|\bpytest\.raises\(|^\s*(?:must|wont)_\w+|^\s*assert_\w+\s/u.test(
    line,
  );
}

/** Whether a check passes whatever the code does. */
export function isAlways(line: string): boolean {
  return isTautology(line) || (isAssertion(line) && holdsAlways(line));
}

function isTautology(line: string): boolean {
  return /\bexpect\(\s*(true|false|null|1|0)\s*\)\.to(?:Be|Equal|StrictEqual)\(\s*\1\s*\)|\bassert(?:True)?\s*\(\s*true\s*\)|^\s*assert\s+True\b|\bassert(?:Equal|_eq!?|Equals)?\s*\(\s*(\d+)\s*,\s*\2\s*\)|\bassert!\(\s*true\s*\)|\bAssert\.True\(\s*true\s*\)/iu.test(
    line,
  );
}
