import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DiffFile, parseDiff } from '../../src/batch/review/index.ts';
import { unifiedDiff } from '../../src/lib/index.ts';
import { casesIn, times } from '../support/cases.ts';

type Case = {
  readonly name: string;
  readonly diff: string;
  readonly files: readonly string[];
  readonly faults?: readonly number[];
};

function inLine({ status, path, from, added, removed, isBinary }: DiffFile): string {
  return `${status} ${path}${from === undefined ? '' : ` < ${from}`} +${added} -${removed}${isBinary ? ' binary' : ''}`;
}

describe('a difference', () => {
  test.each(casesIn<Case>('review_diffs.yaml'))('$name', ({ diff, files, faults = [] }) => {
    const read = parseDiff(diff);
    expect(read.files.map(inLine)).toEqual(files);
    expect(read.faults.map(({ line }) => line)).toEqual(faults);
  });

  const TOO_FEW = '--- a.js\n+++ a.js\n@@ -1,2 +1,4 @@\n a\n-b\n+c\n';
  test.each([
    ['the text ends', TOO_FEW, 'a.js'],
    ['an empty line follows', `${TOO_FEW}\n`, 'a.js'],
    ['a mail ends', `${TOO_FEW}-- \n2.40.0\n`, 'a.js'],
    ['another file follows', `${TOO_FEW}--- b.js\n+++ b.js\n@@ -1 +1 @@\n-a\n+b\n`, 'a.js b.js'],
  ])('whose hunk is shorter than its header says has fewer lines, where %s', (_, text, paths) => {
    const { files, faults } = parseDiff(text);
    expect(faults).toEqual([{ line: 3, message: 'This hunk has fewer lines than its header says.' }]);
    expect(files.map(({ path }) => path).join(' ')).toBe(paths);
  });

  test('whose hunk has more lines of a side than its header says is told so', () => {
    const { faults } = parseDiff('--- a.js\n+++ a.js\n@@ -1,1 +1,3 @@\n-a\n-b\n+c\n');
    expect(faults.map(({ message }) => message)).toEqual(['This hunk has more lines than its header says.']);
  });

  test('has the lines of both sides with their numbers, whatever they hold', () => {
    const line = fc.constantFrom(
      'a',
      'b',
      '',
      '+',
      '-',
      '@@ -1 +1 @@',
      '--- x',
      '+++ x',
      'diff --git a/x b/x',
      '\\ No',
    );
    const side = fc.array(line, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(side, side, (before, after) => {
        const text = unifiedDiff(`${before.join('\n')}\n`, `${after.join('\n')}\n`, 'x.txt');
        const { files, faults } = parseDiff(text);
        expect(faults).toEqual([]);
        for (const shown of files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines))) {
          if (shown.before > 0) expect(before[shown.before - 1]).toBe(shown.text);
          if (shown.after > 0) expect(after[shown.after - 1]).toBe(shown.text);
        }
      }),
      times(400),
    );
  });

  test('is read in time however it is made', () => {
    const from = performance.now();
    for (const text of [
      '@@ -1 +1 @@\n'.repeat(50_000),
      `--- a\n+++ a\n@@ -1 +1,99999999 @@\n${'+x\n'.repeat(200_000)}`,
      `diff --git ${'a '.repeat(200_000)}`,
      `--- a\n+++ a\n${'@@ -1 +1 @@\n-a\n+b\n'.repeat(20_000)}`,
    ])
      parseDiff(text);
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});
