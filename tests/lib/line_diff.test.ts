import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, hunkHeader, hunksOf, type LineEdit, linesOf } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';

const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

/** The diff as one would write it: ` same`, `-removed`, `+added`. */
function written(before: readonly string[], after: readonly string[], edits: readonly LineEdit[]): string[] {
  return edits.map((edit) =>
    edit.kind === 'same'
      ? ` ${before[edit.before]}`
      : edit.kind === 'removed'
        ? `-${before[edit.before]}`
        : `+${after[edit.after]}`,
  );
}

/** Fewest removed and added lines, by the table of the longest common subsequence. */
function fewestChanges(before: readonly string[], after: readonly string[]): number {
  let row = Array.from({ length: after.length + 1 }, () => 0);
  for (const line of before) {
    const next = [0];
    after.forEach((other, place) => {
      const best = Math.max(row[place + 1] ?? 0, next[place] ?? 0);
      next.push(line === other ? (row[place] ?? 0) + 1 : best);
    });
    row = next;
  }
  return before.length + after.length - 2 * (row.at(-1) ?? 0);
}

describe('a diff of lines', () => {
  test('names every old line and every new line once, in order, and calls only equal lines the same', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const edits = diffLines(before, after);
        const old = edits.flatMap((edit) => (edit.kind === 'added' ? [] : [edit.before]));
        const now = edits.flatMap((edit) => (edit.kind === 'removed' ? [] : [edit.after]));
        expect(old).toEqual(before.map((_, place) => place));
        expect(now).toEqual(after.map((_, place) => place));
        for (const edit of edits)
          if (edit.kind === 'same') expect(before[edit.before]).toBe(after[edit.after]);
      }),
      times(1000),
    );
  });

  test('is the shortest there is', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const changed = diffLines(before, after).filter(({ kind }) => kind !== 'same').length;
        expect(changed).toBe(fewestChanges(before, after));
      }),
      times(1000),
    );
  });

  test('puts what is removed before what is added in its place', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const kinds = diffLines(before, after).map(({ kind }) => kind);
        kinds.forEach((kind, place) => {
          if (kind === 'removed') expect(kinds[place - 1]).not.toBe('added');
        });
      }),
      times(500),
    );
  });

  test('reads as expected', () => {
    const [before, after] = [linesOf('one\ntwo\nthree\n'), linesOf('one\n2\nthree\nfour')];
    expect(written(before, after, diffLines(before, after))).toEqual([
      ...[' one\n', '-two\n', '+2\n', ' three\n', '+four'],
    ]);
  });

  test('of two long texts that have nothing in common takes no time to speak of, and is still right', () => {
    const before = Array.from({ length: 20_000 }, (_, place) => `old ${place}`);
    const after = Array.from({ length: 20_000 }, (_, place) => `new ${place}`);
    const started = performance.now();
    expect(diffLines(before, after)).toHaveLength(40_000);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('the lines of a text', () => {
  test('give the text again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028') }), (text) => {
        expect(linesOf(text).join('')).toBe(text);
        expect(linesOf(text).every((line) => /^[^\n]*\n?$/u.test(line) && line !== '')).toBe(true);
      }),
      times(500),
    );
  });
});

describe('hunks', () => {
  const before = Array.from({ length: 40 }, (_, place) => `line ${place + 1}`);

  test('hold each change with its surroundings and its line numbers', () => {
    const after = before.with(4, 'five').toSpliced(30, 1);
    const hunks = hunksOf(diffLines(before, after), 3);
    expect(hunks.map(hunkHeader)).toEqual(['@@ -2,7 +2,7 @@', '@@ -28,7 +28,6 @@']);
  });

  test('that would touch are one, and nothing changed is none', () => {
    const after = before.with(4, 'five').with(9, 'ten');
    expect(hunksOf(diffLines(before, after), 3)).toHaveLength(1);
    expect(hunksOf(diffLines(before, before), 3)).toEqual([]);
  });

  test('of a text that appears name line 0 on the empty side', () => {
    expect(hunksOf(diffLines([], ['a', 'b']), 3).map(hunkHeader)).toEqual(['@@ -0,0 +1,2 @@']);
  });
});
