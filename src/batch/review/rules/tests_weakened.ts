import { commentIn } from '../comments.ts';
import { type ChangedFile, type FileRule, goneLines, newLines, type Seen, seenAt, seenOf } from './rule.ts';
import { isAssertion, isTautology, testMarks } from './test_marks.ts';

/** Tests that are gone. */
export const testRemoved: FileRule = (file, { files }) => {
  if (!holdsTests(file) || file.language === undefined) return [];
  const { test } = testMarks(file.language);
  const gone = goneLines(file).filter(({ text }) => test.test(text));
  if (gone.length === 0) return [];
  // A test that got another name, or went to another file, is written anew somewhere.
  const written = files
    .filter(({ language }) => language === file.language)
    .reduce((sum, each) => sum + newLines(each).filter(({ text }) => test.test(text)).length, 0);
  const lost = files
    .filter(({ language }) => language === file.language)
    .reduce((sum, each) => sum + goneLines(each).filter(({ text }) => test.test(text)).length, 0);
  if (lost <= written) return [];
  const count = Math.min(gone.length, lost - written);
  const [first] = gone;
  if (file.status === 'deleted') {
    const message = `A file with ${count === 1 ? 'a test' : `${count} tests`} was removed.`;
    return [seenOf(file, { kind: 'test-removed', severity: 'high', message })];
  }
  if (first === undefined) return [];
  const message = `${count === 1 ? 'A test was' : `${count} tests were`} removed; the first that is gone stood here.`;
  return [seenAt(file, first, { kind: 'test-removed', severity: 'high', message, side: 'before' })];
};

/** Tests that say less than before. */
export const testWeakened: FileRule = (file) => [
  ...(holdsTests(file)
    ? [...skipped(file), ...tautologies(file), ...loosened(file), ...unasserted(file)]
    : []),
  ...snapshots(file),
  ...silenced(file),
];

/** Rust has tests beside what they test. */
function holdsTests({ isTest, isFixture, language }: ChangedFile): boolean {
  return (isTest && !isFixture) || language === 'rust';
}

function skipped(file: ChangedFile): Seen[] {
  const { language } = file;
  if (language === undefined || (language === 'shell' && !file.path.endsWith('.bats'))) return [];
  const { skip, conditional } = testMarks(language);
  const lines = newLines(file);
  return lines.flatMap((shown, place) => {
    if (!skip.test(shown.text) || commentIn(shown.text, language) === shown.text.trim()) return [];
    const before = lines[place - 1]?.line === shown.line - 1 ? (lines[place - 1]?.text ?? '') : '';
    const isConditional = conditional?.test(shown.text) || /^\s*(?:if|unless)\b/u.test(before);
    const message = isConditional
      ? 'On a condition, a test does not run.'
      : /\.only\b|\bf(?:it|describe)\b/u.test(shown.text)
        ? 'Only some of the tests run.'
        : 'A test does not run any more, or may fail.';
    return [
      seenAt(file, shown, { kind: 'test-weakened', severity: isConditional ? 'low' : 'high', message }),
    ];
  });
}

function tautologies(file: ChangedFile): Seen[] {
  return newLines(file).flatMap((shown) =>
    isTautology(shown.text)
      ? [
          seenAt(file, shown, {
            kind: 'test-weakened',
            severity: 'medium',
            message: 'This check holds whatever the code does.',
          }),
        ]
      : [],
  );
}

/** Checks in the place of which a weaker one stands. */
function loosened(file: ChangedFile): Seen[] {
  return file.hunks.flatMap(({ lines }) =>
    lines.flatMap((line, place) => {
      if (line.kind !== 'added' || !isAssertion(line.text)) return [];
      const before = removedBefore(lines, place);
      const old = before.find(({ text }) => isAssertion(text) && subjectOf(text) === subjectOf(line.text));
      if (old === undefined) return [];
      const message = looserMessage(old.text, line.text);
      if (message === undefined) return [];
      const at = { line: line.after, text: line.text };
      return [seenAt(file, at, { kind: 'test-weakened', severity: 'medium', message })];
    }),
  );
}

type HunkLine = ChangedFile['hunks'][number]['lines'][number];

/** The lines that were removed right before an added one, with other added ones between. */
function removedBefore(lines: readonly HunkLine[], place: number): HunkLine[] {
  const found: HunkLine[] = [];
  for (let at = place - 1; at >= 0 && lines[at]?.kind !== 'same'; at--) {
    const line = lines[at];
    if (line?.kind === 'removed') found.push(line);
  }
  return found;
}

/** What a check is about, roughly: what stands in its first brackets up to the first comma. */
function subjectOf(text: string): string {
  return /(?:expect|assert\w*|Assert\.\w+)[!]?\s*\(?\s*([\w.$[\]]+)/u.exec(text)?.[1] ?? text.trim();
}

const EXACT =
  /\.to(?:Be|Equal|StrictEqual|HaveLength|MatchObject)\(|assert(?:_?equals?|Equal|Equals|Same|_eq!?|DictEqual|ListEqual)\b|Assert\.(?:Equal|AreEqual|Same)\(|\bassert\b.*==/u;
const VAGUE =
  /\.to(?:BeDefined|BeTruthy|BeInstanceOf)\(|\.not\.to(?:Throw|BeNull|BeUndefined)\(|assert(?:IsNotNone|NotNull|_not_nil|_some)\b|Assert\.(?:NotNull|IsNotNull)\(|\bassert\s+\S+\s+is not None|expect\.anything\(\)/u;

function looserMessage(old: string, now: string): string | undefined {
  if (EXACT.test(old) && !VAGUE.test(old) && VAGUE.test(now))
    return 'A check of what comes out became a check that something comes out.';
  const [wide, narrow] = [toleranceIn(now), toleranceIn(old)];
  if (wide !== undefined && narrow !== undefined && wide > narrow)
    return 'A check accepts a wider range than before.';
  return undefined;
}

/** How far off a result may be by a check; `undefined` where it does not say. */
function toleranceIn(text: string): number | undefined {
  const digits = /toBeCloseTo\([^,]+,\s*(\d+)\s*\)|assertAlmostEqual\([^)]*?,\s*(?:places=)?(\d+)\s*\)/u.exec(
    text,
  );
  if (digits) return 10 ** -Number(digits[1] ?? digits[2]);
  const named =
    /\b(?:abs|rel|atol|rtol|delta|tolerance|epsilon|eps|tol|within)\s*[=:(]\s*(\d+(?:\.\d+)?(?:e-?\d+)?)/iu.exec(
      text,
    );
  return named ? Number(named[1]) : undefined;
}

/** Checks that are gone from tests that stay. */
function unasserted(file: ChangedFile): Seen[] {
  if (file.status === 'deleted' || file.language === undefined) return [];
  const { test } = testMarks(file.language);
  return file.hunks.flatMap(({ lines }) => {
    const gone = lines.filter(
      ({ kind, text }) => kind === 'removed' && isAssertion(text) && file.isGone(text),
    );
    const written = lines.filter(({ kind, text }) => kind === 'added' && isAssertion(text));
    // With the test, its checks are gone as well, which is told of the test.
    const isWithTest = lines.some(({ kind, text }) => kind === 'removed' && test.test(text));
    const [first] = gone;
    if (first === undefined || isWithTest || gone.length <= written.length) return [];
    const count = gone.length - written.length;
    const message = `${count === 1 ? 'A check' : `${count} checks`} of a test ${count === 1 ? 'is' : 'are'} gone.`;
    const at = { line: first.before, text: first.text };
    return [seenAt(file, at, { kind: 'test-weakened', severity: 'medium', message, side: 'before' })];
  });
}

function snapshots(file: ChangedFile): Seen[] {
  if (!/\.snap$|(?:^|\/)__snapshots__\//u.test(file.path)) return [];
  if (file.status !== 'modified' || file.removed === 0) return [];
  const message =
    'What a test expects was written anew by a program: whoever merges it has to read the difference.';
  return [seenOf(file, { kind: 'test-weakened', severity: 'low', message })];
}

/** Checks that were told to look away. */
function silenced(file: ChangedFile): Seen[] {
  if (file.isProse || file.isFixture || file.isGenerated) return [];
  return newLines(file).flatMap((shown) => {
    if (isCheckScript(file) && FORCED.test(shown.text)) {
      const message = 'A check was made so that it cannot fail.';
      return [seenAt(file, shown, { kind: 'test-weakened', severity: 'medium', message })];
    }
    if (file.language === undefined || !SILENCED.test(shown.text)) return [];
    const message = 'A linter or a type checker is told to look away here.';
    return [seenAt(file, shown, { kind: 'test-weakened', severity: 'low', message })];
  });
}

function isCheckScript({ path }: ChangedFile): boolean {
  return /(?:^|\/)(?:package\.json|Makefile|justfile|tox\.ini|\.gitlab-ci\.yml|Jenkinsfile)$|(?:^|\/)\.(?:github|circleci)\/|\.(?:sh|mk)$/u.test(
    path,
  );
}

const FORCED =
  /\b(?:test|lint|check|pytest|vitest|jest|tsc|eslint|mypy|cargo|go)\b.*\|\|\s*(?:true|:|exit 0)\b|continue-on-error:\s*true|--passWithNoTests|--no-verify\b/u;
const SILENCED =
  /@ts-(?:ignore|nocheck|expect-error)\b|\b(?:eslint|biome|tslint)-(?:disable|ignore)|#\s*(?:type:\s*ignore|noqa|pylint:\s*disable|nosec)\b|\/\/\s*(?:nolint|NOSONAR)\b|@SuppressWarnings\b|#pragma warning disable|rubocop:disable|shellcheck disable|@phpstan-ignore|#\[allow\(/u;
