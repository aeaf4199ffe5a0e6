import { codeIn, commentIn } from '../comments.ts';
import type { Language } from '../file_kind.ts';
import { disarmed } from './disarmed.ts';
import { loosened } from './loosened.ts';
import { passedOver } from './passed_over.ts';
import {
  type Change,
  type ChangedFile,
  type FileRule,
  isReadable,
  newLines,
  type Seen,
  seenAt,
  seenOf,
} from './rule.ts';
import { isAlways, isAssertion, testMarks } from './test_marks.ts';
import { type MarkedLine, type MarkedLines, unmatchedLines } from './unmatched_lines.ts';

/** Removed tests. */
export const testRemoved: FileRule = (file, change) => {
  if (!holdsTests(file) || file.language === undefined) return [];
  const { gone: all, written, lost } = testsIn(change, file.language);
  const gone = all.get(file.path) ?? [];
  if (gone.length === 0 || lost <= written) return [];
  const count = Math.min(gone.length, lost - written);
  const [first] = gone;
  if (file.status === 'deleted') {
    const message = `A file with ${count === 1 ? 'a test' : `${count} tests`} was removed.`;
    return [seenOf(file, { kind: 'test-removed', severity: 'high', message })];
  }
  if (first === undefined) return [];
  const message = `${count === 1 ? 'A test was' : `${count} tests were`} removed; the first of them was here.`;
  return [seenAt(file, first, { kind: 'test-removed', severity: 'high', message, side: 'before' })];
};

type TestCounts = {
  /** Removed tests, by file. */
  readonly gone: MarkedLines;
  readonly written: number;
  readonly lost: number;
};

/** Computed once for a change: each of its files needs it. */
const counted = new WeakMap<Change, Map<Language, TestCounts>>();

/**
 * The numbers of tests of a language that were added and removed. A renamed one counts as both; one moved to another file as
 * neither.
 */
function testsIn(change: Change, language: Language): TestCounts {
  const known = counted.get(change) ?? new Map<Language, TestCounts>();
  counted.set(change, known);
  const before = known.get(language);
  if (before !== undefined) return before;
  const { test } = testMarks(language);
  const own = change.files.filter((file) => file.language === language);
  const gone = unmatchedLines(own, test, 'removed');
  const count = (lines: MarkedLines) => [...lines.values()].reduce((sum, { length }) => sum + length, 0);
  const counts = { gone, written: count(unmatchedLines(own, test, 'added')), lost: count(gone) };
  known.set(language, counts);
  return counts;
}

/** Computed once for a change: each of its files needs it. */
const disabled = new WeakMap<Change, Map<Language, MarkedLines>>();

/** The lines of a file that newly skip its tests. */
function skipsIn(change: Change, { path, language }: ChangedFile): readonly MarkedLine[] {
  if (language === undefined) return [];
  const known = disabled.get(change) ?? new Map<Language, MarkedLines>();
  disabled.set(change, known);
  const own = change.files.filter((file) => file.language === language);
  const all = known.get(language) ?? unmatchedLines(own, testMarks(language).skip, 'added');
  known.set(language, all);
  return all.get(path) ?? [];
}

/** Tests that check less than before. */
export const testWeakened: FileRule = (file, change) => [
  ...(holdsTests(file)
    ? [
        ...skipped(file, change),
        ...tautologies(file),
        ...loosened(file),
        ...disarmed(file),
        ...unasserted(file),
      ]
    : []),
  ...snapshots(file),
  ...passedOver(file),
  ...silenced(file),
];

/** Rust has tests in the files that they test. */
function holdsTests({ isTest, isFixture, language }: ChangedFile): boolean {
  return (isTest && !isFixture) || language === 'rust';
}

function skipped(file: ChangedFile, change: Change): Seen[] {
  const { language } = file;
  if (language === undefined || (language === 'shell' && !file.path.endsWith('.bats'))) return [];
  const { conditional } = testMarks(language);
  const added = new Map(newLines(file).map(({ line, text }) => [line, text]));
  return skipsIn(change, file).flatMap((shown) => {
    if (commentIn(shown.text, language) === shown.text.trim()) return [];
    const before = added.get(shown.line - 1) ?? '';
    const isConditional = conditional?.test(shown.text) || /^\s*(?:if|unless)\b/u.test(before);
    const message = isConditional
      ? 'A test is skipped under a condition.'
      : /\.only\b|\bf(?:it|describe)\b/u.test(shown.text)
        ? 'Only some of the tests run.'
        : 'A test no longer runs, or is allowed to fail.';
    return [
      seenAt(file, shown, { kind: 'test-weakened', severity: isConditional ? 'low' : 'high', message }),
    ];
  });
}

function tautologies(file: ChangedFile): Seen[] {
  const { language } = file;
  if (language === undefined) return [];
  return newLines(file).flatMap((shown) =>
    isAlways(codeIn(shown.text, language))
      ? [
          seenAt(file, shown, {
            kind: 'test-weakened',
            severity: 'medium',
            message: 'This check passes whatever the code does.',
          }),
        ]
      : [],
  );
}

/** Checks removed from tests that remain. */
function unasserted(file: ChangedFile): Seen[] {
  if (file.status === 'deleted' || file.language === undefined) return [];
  const { test } = testMarks(file.language);
  return file.hunks.flatMap(({ lines }) => {
    const { gone, written } = checksIn(lines, file.language as Language, file.isGone);
    // With a test, its checks are removed as well, which is reported for the test.
    const isWithTest = lines.some(({ kind, text }) => kind === 'removed' && test.test(text));
    const [first] = gone;
    if (first === undefined || isWithTest || gone.length <= written) return [];
    const count = gone.length - written;
    const message = `${count === 1 ? 'A check' : `${count} checks`} of a test ${count === 1 ? 'is' : 'are'} gone.`;
    const at = { line: first.before, text: first.text };
    return [seenAt(file, at, { kind: 'test-weakened', severity: 'medium', message, side: 'before' })];
  });
}

type HunkLine = ChangedFile['hunks'][number]['lines'][number];

/**
 * The checks that a hunk removes, and how many it adds. A commented-out check counts as removed, with marks on its own line or
 * around it.
 */
function checksIn(
  lines: readonly HunkLine[],
  language: Language,
  isGone: ChangedFile['isGone'],
): { readonly gone: readonly HunkLine[]; readonly written: number } {
  const gone: HunkLine[] = [];
  let written = 0;
  // Whether each side is inside a comment of several lines.
  const inside = { before: false, after: false };
  for (const line of lines) {
    const { kind, text } = line;
    if (!isReadable(text)) continue;
    const isCheck = isAssertion(codeIn(text, language));
    const was = kind !== 'added' && isCheck && !inside.before;
    const is = kind !== 'removed' && isCheck && !inside.after;
    if (was && !is && (kind === 'same' || isGone(text))) gone.push(line);
    if (is && !was) written += 1;
    const marks = /^\s*\/\*(?!.*\*\/)/u.test(text) ? true : /\*\//u.test(text) ? false : undefined;
    if (marks === undefined || language === 'python' || language === 'ruby' || language === 'shell') continue;
    if (kind !== 'added') inside.before = marks;
    if (kind !== 'removed') inside.after = marks;
  }
  return { gone, written };
}

function snapshots(file: ChangedFile): Seen[] {
  if (!/\.snap$|(?:^|\/)__snapshots__\//u.test(file.path)) return [];
  if (file.status !== 'modified' || file.removed === 0) return [];
  const message = 'A program rewrote what a test expects: read the difference before you merge.';
  return [seenOf(file, { kind: 'test-weakened', severity: 'low', message })];
}

/** Linters and type checkers that were silenced. */
function silenced(file: ChangedFile): Seen[] {
  if (file.isProse || file.isFixture || file.isGenerated || file.language === undefined) return [];
  return newLines(file).flatMap((shown) => {
    if (!SILENCED.test(shown.text)) return [];
    const message = 'A linter or type checker is silenced here.';
    return [seenAt(file, shown, { kind: 'test-weakened', severity: 'low', message })];
  });
}

const SILENCED =
  /@ts-(?:ignore|nocheck|expect-error)\b|\b(?:eslint|biome|tslint)-(?:disable|ignore)|#\s*(?:type:\s*ignore|noqa|pylint:\s*disable|nosec)\b|\/\/\s*(?:nolint|NOSONAR)\b|@SuppressWarnings\b|#pragma warning disable|rubocop:disable|shellcheck disable|@phpstan-ignore|#\[allow\(/u;
