import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Review } from '../../src/batch/review/index.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { asUser, putFiles, repositoryWith, userState } from '../support/repository.ts';
import { inLines } from '../support/review.ts';

const reviewIn = (document: Record<string, unknown>) => document.review as Review;

describe('review', () => {
  test('[promise:review-changes] reads uncommitted changes, new files too, and touches nothing', async () => {
    const cwd = repositoryWith({ 'a.js': 'let a = 1;\n', 'gone.txt': 'x\n', '.gitignore': 'ignored/\n' });
    putFiles(cwd, {
      'a.js': '// TODO: more\nlet a = 2;\n',
      'new.py': 'def load(path):\n    raise NotImplementedError\n',
      'ignored/b.py': 'raise NotImplementedError\n',
    });
    asUser(cwd, 'rm', '-q', '--cached', 'gone.txt');
    writeFileSync(join(cwd, 'data.dat'), 'a\0b');
    const before = userState(cwd);
    const ran = await run(['review', '--json'], { cwd });
    expect(ran.code).toBe(0);
    const review = reviewIn(documentOf(ran));
    expect(inLines(review)).toEqual(['high stub new.py:2', 'low todo a.js:1', 'low binary data.dat']);
    expect(review).toMatchObject({ score: 54, band: 'HIGH', subject: { kind: 'uncommitted' } });
    expect(review.files.map(({ path, status }) => `${status} ${path}`)).toEqual([
      'modified a.js',
      'added data.dat',
      'added new.py',
    ]);
    expect(userState(cwd)).toEqual(before);
  });

  test('reads of a link where it leads, and nothing that stands there', async () => {
    const outside = emptyFolder();
    putFiles(outside, { 'private.js': '// TODO: private\n' });
    const cwd = repositoryWith({ 'was.js': 'let a = 1;\n' });
    symlinkSync(join(outside, 'private.js'), join(cwd, 'link.js'));
    asUser(cwd, 'rm', '-q', '--cached', 'was.js');
    rmSync(join(cwd, 'was.js'));
    symlinkSync(join(outside, 'private.js'), join(cwd, 'was.js'));
    const review = reviewIn(documentOf(await run(['review', '--json'], { cwd })));
    expect(inLines(review)).toEqual(['medium mode link.js:1', 'medium mode was.js:1']);
    expect(review.findings[0]?.quote).toBe(join(outside, 'private.js').slice(0, 200));
    expect(review.files.map(({ path, status }) => `${status} ${path}`)).toEqual([
      'added link.js',
      'type-changed was.js',
    ]);
  });

  test('reads a range, what a branch brings, one commit, a file, and standard input', async () => {
    const cwd = repositoryWith({ 'a.js': 'let a = 1;\n' });
    asUser(cwd, 'checkout', '-q', '-b', 'feature');
    putFiles(cwd, { 'b.js': '// FIXME b\n' });
    asUser(cwd, 'add', '-A');
    asUser(cwd, 'commit', '-q', '-m', 'b');
    asUser(cwd, 'checkout', '-q', 'main');
    putFiles(cwd, { 'c.js': '// FIXME c\n' });
    asUser(cwd, 'add', '-A');
    asUser(cwd, 'commit', '-q', '-m', 'c');
    const diff = asUser(cwd, 'diff', 'main...feature');
    writeFileSync(join(cwd, 'change.diff'), diff);
    const found = async (change: string, input = '') =>
      inLines(reviewIn(documentOf(await run(['review', change, '--json'], { cwd, input }))));
    expect(await found('main...feature')).toEqual(['low todo b.js:1']);
    expect(await found('feature..main')).toEqual(['low todo c.js:1']);
    expect(await found('feature')).toEqual(['low todo b.js:1']);
    expect(await found('change.diff')).toEqual(['low todo b.js:1']);
    expect(await found('-', diff)).toEqual(['low todo b.js:1']);
  });

  test('reads a repository without a commit, and the first commit of one', async () => {
    const cwd = emptyFolder();
    asUser(cwd, 'init', '-q', '-b', 'main');
    putFiles(cwd, { 'a.js': '// TODO: a\n' });
    asUser(cwd, 'add', '-A');
    expect(inLines(reviewIn(documentOf(await run(['review', '--json'], { cwd }))))).toEqual([
      'low todo a.js:1',
    ]);
    asUser(cwd, 'commit', '-q', '-m', 'first');
    expect(inLines(reviewIn(documentOf(await run(['review', 'HEAD', '--json'], { cwd }))))).toEqual([
      'low todo a.js:1',
    ]);
  });

  test('[promise:review-gate] exits 1 at the band of --gate and above it, and 0 below', async () => {
    const cwd = repositoryWith({ 'a.py': 'x = 1\n' });
    putFiles(cwd, { 'a.py': 'def load(path):\n    raise NotImplementedError\n' });
    const codes = await Promise.all(
      ['LOW', 'medium', 'HIGH', 'CRITICAL'].map(
        async (gate) => (await run(['review', '--gate', gate], { cwd })).code,
      ),
    );
    expect(codes).toEqual([1, 1, 1, 0]);
    const { code, err } = await run(['review', '--gate', 'HIHG'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean HIGH?')]);
  });

  test('refuses what is no change, with what to give', async () => {
    const cwd = repositoryWith({ 'a.js': 'let a = 1;\n', 'words.txt': 'only words\n' });
    const told = async (change: string, where = cwd, input = '') => {
      const ran = await run(['review', change, '--json'], { cwd: where, input });
      return [ran.code, documentOf(ran).problems[0]?.code];
    };
    expect(await told('no-such-branch')).toEqual([2, 'unknown-change']);
    expect(await told('main..nowhere')).toEqual([2, 'unknown-change']);
    expect((await run(['review', '../gone.diff'], { cwd })).err).toContain('"../gone.diff" is neither');
    expect(await told('--output=/tmp/x')).toEqual([2, expect.anything()]);
    expect(await told('words.txt')).toEqual([1, 'no-diff']);
    expect(await told('-', cwd, 'only words\n')).toEqual([1, 'no-diff']);
    expect(await told('main', emptyFolder())).toEqual([2, 'no-repository']);
  });

  test('shows hostile names and lines so that a terminal does nothing with them', async () => {
    const cwd = repositoryWith({ 'a.js': '' });
    putFiles(cwd, { 'a\u001b[31m.js': '// TODO: \u001b[2J\u202e x\n' });
    const { out } = await run(['review'], { cwd });
    expect(out).toContain('todo');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('tells what of a difference it could not read, and reads the rest', async () => {
    const input =
      '--- a.js\n+++ a.js\n@@ -1,9 +1,9 @@\n one\n--- b.js\n+++ b.js\n@@ -0,0 +1 @@\n+// TODO: b\n';
    const ran = await run(['review', '-', '--json'], { cwd: emptyFolder(), input });
    const document = documentOf(ran);
    expect(inLines(reviewIn(document))).toEqual(['low todo b.js:1']);
    expect(document.problems).toMatchObject([{ severity: 'warning', code: 'diff-fault', line: 3 }]);
  });
});

test.each([
  ['x', 'x'.repeat(8_000_000), []],
  ['a key at its end', `${'x1'.repeat(4_000_000)} ghp_${'k1'.repeat(20)}`, ['critical secret x.js:1']],
  ['a key without end', `ghp_${'k1'.repeat(4_000_000)}`, ['critical secret x.js:1']],
])('a line of millions of characters is looked at for keys: %s', async (_, line, found) => {
  const cwd = emptyFolder();
  const diff = `diff --git a/x.js b/x.js\n--- a/x.js\n+++ b/x.js\n@@ -0,0 +1 @@\n+${line}\n`;
  writeFileSync(join(cwd, 'x.diff'), diff);
  const ran = await run(['review', 'x.diff', '--json'], { cwd });
  expect([ran.code, inLines(reviewIn(documentOf(ran)))]).toEqual([0, found]);
});

test('a difference of which nothing could be read is no clean one', async () => {
  const input =
    'diff --cc a.js\nindex 1,2..3\n--- a/a.js\n+++ b/a.js\n@@@ -1,1 -1,1 +1,2 @@@\n  one\n++// TODO: two\n';
  const ran = await run(['review', '-', '--json'], { cwd: emptyFolder(), input });
  expect(ran.code).toBe(1);
  expect(documentOf(ran).problems).toMatchObject([{ severity: 'error', code: 'diff-fault', line: 1 }]);
});
