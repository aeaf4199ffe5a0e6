/** The output of a gate's command. */
export type GateOutput = {
  /** Without control sequences. */
  readonly output: string;
  /** Whether it is the whole output; else it is the end of it. */
  readonly isWhole: boolean;
  readonly code: number | null;
};

/**
 * Whether a command meant to run tests ran none, according to its tools: it found none, skipped all, or its filter matches none.
 * False for a command without a test runner.
 */
export function ranNoTest(command: string, { output, isWhole, code }: GateOutput): boolean {
  if (!TEST_COMMAND.test(command)) return false;
  if (PYTEST.test(command) && code === PYTEST_FOUND_NONE) return true;
  if (SOME_RAN.some((pattern) => pattern.test(output))) return false;
  // The missing part may report tests that ran.
  return NONE_RAN.some(({ said, isLast }) => (isWhole || isLast) && said.test(output));
}

/** A runner by name, or a task named after tests. */
const TEST_COMMAND =
  /(?:^|[^\w])(?:tests?|specs?|check|verify|vitest|jest|mocha|ava|tap|tape|uvu|karma|playwright|cypress|wdio|pytest|py\.test|unittest|nose2?|tox|nox|behave|nextest|phpunit|pest|behat|rspec|cucumber|minitest|ctest|gtest|junit|xcodebuild|bats)(?=$|[^\w])|(?:^|[^\w])(?:vi|py|c|x)?test(?=[:-])/iu;

const PYTEST = /(?:^|[^\w])(?:pytest|py\.test)(?=$|[^\w])/u;
const PYTEST_FOUND_NONE = 5;

/*
 * The searched text may be hostile: every pattern takes linear time, so none starts a line with an unlimited number of line ends,
 * and no two parts of a line have unlimited length.
 */

/** Any match means that at least one test ran, whether or not it passed. */
const SOME_RAN: readonly RegExp[] = [
  // vitest, jest, pytest, cargo, deno, playwright, phpunit's older counts: "3 passed", "1 failed".
  /\b[1-9]\d* (?:passed|failed|passing|failing)\b/u,
  // bun: "3 pass", "1 fail".
  /^[ \t]*[1-9]\d* (?:pass|fail)$/mu,
  // node:test, TAP: "# pass 3", "ℹ fail 1", "ok 1 - adds".
  /^(?:#|ℹ) (?:pass|fail) +[1-9]/mu,
  /^(?:not )?ok \d+\b(?!.*# (?:skip|todo))/imu,
  // unittest, surefire, rspec, minitest, exunit, phpunit, XCTest, dotnet.
  /^Ran ([1-9]\d*) tests? in [^\n]*\n+(?!OK \(skipped=\1\))(?:OK|FAILED)/mu,
  /\bTests run: [1-9]/u,
  /\b[1-9]\d* (?:examples?|runs|scenarios?)\b, /u,
  /\b[1-9]\d* (?:tests?|doctests?|properties|property), \d+ (?:failures?|assertions?)\b/u,
  /^OK \([1-9]\d* tests?/mu,
  /\bExecuted [1-9]\d* tests?\b/u,
  /\b(?:Passed|Failed|Total tests):\s+[1-9]/u,
  /\btests passed, \d+ tests failed out of [1-9]/u,
  // go, with and without a cache.
  /^(?:ok|FAIL)\s+\S+\s+(?:\d[\d.]*m?s|\(cached\))(?!.*\[no tests to run\])/mu,
  /^[ \t]*--- (?:PASS|FAIL):/mu,
  // gradle.
  / > [^\n>]{1,200} (?:PASSED|FAILED)$/mu,
];

/** Messages of runners when no test ran; `isLast` if they come at the end of the output. */
const NONE_RAN: readonly { readonly runner: string; readonly said: RegExp; readonly isLast: boolean }[] = [
  { runner: 'vitest', said: /^[ \t]*No test files found/mu, isLast: true },
  { runner: 'vitest', said: /^[ \t]*Tests[ \t]+(?:no tests|\d+ (?:skipped|todo)\b)/mu, isLast: true },
  { runner: 'jest', said: /^[ \t]*No tests found/mu, isLast: true },
  { runner: 'jest', said: /^Tests:\s+(?:(?:\d+ (?:skipped|todo), )+\d+ total|0 total)$/mu, isLast: true },
  { runner: 'mocha', said: /^[ \t]*0 passing\b/mu, isLast: true },
  { runner: 'ava', said: /Couldn.t find any (?:files|tests)|^[ \t]*No tests found/mu, isLast: true },
  { runner: 'node', said: /^(?:#|ℹ) tests +0$/mu, isLast: true },
  { runner: 'node', said: /^(?:#|ℹ) pass +0$\s^(?:#|ℹ) fail +0$/mu, isLast: true },
  { runner: 'TAP', said: /^1\.\.0(?:\s|$)/mu, isLast: false },
  { runner: 'playwright', said: /^(?:Error: )?No tests found/mu, isLast: true },
  { runner: 'cypress', said: /no spec files were found/iu, isLast: true },
  {
    runner: 'bun',
    said: /^[ \t]*0 pass$\s+(?:\d+ (?:skip|todo)$\s+)*^[ \t]*0 fail$|^No tests found!|0 test files matching/mu,
    isLast: true,
  },
  { runner: 'deno', said: /\| 0 passed \| 0 failed|No test modules found/u, isLast: true },
  {
    runner: 'pytest',
    said: /\bcollected 0 items\b|\bno tests (?:ran|collected)\b|^=* ?\d+ (?:skipped|deselected)\b.* in [\d.]+s/mu,
    isLast: true,
  },
  { runner: 'unittest', said: /^Ran 0 tests in\b|^NO TESTS RAN\b|^OK \(skipped=[1-9]/mu, isLast: true },
  {
    runner: 'go',
    said: /\[no test files\]|\[no tests to run\]|^testing: warning: no tests to run/mu,
    isLast: false,
  },
  { runner: 'cargo', said: /^running 0 tests$/mu, isLast: false },
  { runner: 'cargo', said: /^test result: ok\. 0 passed; 0 failed;/mu, isLast: false },
  { runner: 'nextest', said: /\bStarting 0 tests across\b|^error: no tests to run/mu, isLast: true },
  { runner: 'phpunit', said: /^No tests (?:executed|found)\b/mu, isLast: true },
  { runner: 'rspec', said: /^0 examples, 0 failures|^No examples found\./mu, isLast: true },
  { runner: 'minitest', said: /^0 runs, 0 assertions/mu, isLast: true },
  { runner: 'exunit', said: /^There are no tests to run|^0 tests, 0 failures/mu, isLast: true },
  { runner: 'surefire', said: /\bTests run: 0,|No tests (?:to run|were executed)/u, isLast: true },
  { runner: 'gradle', said: /^> Task \S*[tT]est\S* NO-SOURCE$/mu, isLast: false },
  {
    runner: 'dotnet',
    said: /No test is available in|No test matches the given testcase filter/u,
    isLast: true,
  },
  { runner: 'ctest', said: /^No tests were found!!!/mu, isLast: true },
  { runner: 'XCTest', said: /\bExecuted 0 tests\b/u, isLast: true },
];
